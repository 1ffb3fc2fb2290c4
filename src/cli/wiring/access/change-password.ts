import { Failure } from '../../../base/failure.ts';
import type { PasswordChanged } from '../../../workflows/access/sign-in.ts';
import type { CliContext } from '../../context.ts';
import { openSession } from '../../session/session.ts';
import { askSecret } from '../../terminal/ask-text.ts';
import { askNewPassword } from './ask-new-password.ts';

/** Changes the password of who is signed in, by what they type. @throws Failure `sign-in-refused` when the current one is wrong. */
export async function changePassword(context: CliContext): Promise<PasswordChanged> {
  const { terminal, host } = context;
  if (!terminal.isInteractive) {
    throw new Failure('usage-invalid', 'There is no terminal to type a password on.', {
      hint: 'Run it in a terminal: passwords are never arguments.',
    });
  }
  const registry = await openSession(context).registry();
  if ((await registry.whoami()).kind !== 'user') {
    throw new Failure('not-allowed', 'You are signed in as a machine, which has no password.', {
      hint: 'Sign in as yourself with `promptlane login`.',
    });
  }
  const current = await askSecret('Your password now', host);
  const next = await askNewPassword('A new password of at least 12 characters', host);
  return { browsers: await registry.changePassword({ current, next }) };
}
