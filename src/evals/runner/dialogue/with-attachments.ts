import { Failure } from '../../../base/failure.ts';
import type { RenderedMessage } from '../../../prompt/render/rendered-prompt.ts';
import type { CaseAttachment } from '../../dataset/dialogue/case-dialogue.ts';

/**
 * Puts attachments on messages: on those that they name, else on the last one of the user.
 *
 * @throws Failure `variables-invalid` when the prompt has no such message
 */
export function withAttachments(messages: readonly RenderedMessage[], attachments: readonly CaseAttachment[]): RenderedMessage[] {
  const placed = [...messages];
  for (const { attachment, message: named } of attachments) {
    const index = named ?? messages.findLastIndex(({ role }) => role === 'user');
    const message = placed[index];
    if (message === undefined) throw noPlace(named, messages.length);
    placed[index] = { ...message, attachments: [...(message.attachments ?? []), attachment] };
  }
  return placed;
}

function noPlace(named: number | undefined, count: number): Failure {
  const what = named === undefined ? 'no message of the user' : `no message ${named}: it has ${count}, counted from 0`;
  return new Failure('variables-invalid', `An attachment of the case has no place: the prompt has ${what}.`, {
    hint: 'Say as `message` which message of the prompt it goes with.',
  });
}
