import { Failure } from '../../../base/failure.ts';
import type { CliContext } from '../../context.ts';
import { askSecret } from '../../terminal/ask-text.ts';

/** Asks for a password twice, because nobody sees what is typed. @throws Failure `usage-invalid` when they differ. */
export async function askNewPassword(question: string, host: CliContext['host'], hint = 'Run the command again.'): Promise<string> {
  const password = await askSecret(question, host);
  if (password === (await askSecret('The same again', host))) return password;
  throw new Failure('usage-invalid', 'The two passwords differ.', { hint });
}
