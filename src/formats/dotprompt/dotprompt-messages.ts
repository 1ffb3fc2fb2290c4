import { isBlank, type MessageParts, markInBlock } from '../reading/messages.ts';
import { type ForeignText, refusal } from '../template/foreign-text.ts';
import type { MarkPart, TemplatePart } from '../template/template-part.ts';

const ROLES: ReadonlyMap<string, string> = new Map([
  ['user', 'user'],
  ['model', 'assistant'],
  ['assistant', 'assistant'],
  ['system', 'system'],
]);

/** Parts a template where `{{role}}` and `{{history}}` stand, as Dotprompt parts the text that comes of it. */
export function dotpromptMessages(source: ForeignText, parts: readonly TemplatePart[]): MessageParts[] {
  const inside = markInBlock(parts);
  if (inside !== undefined)
    throw refusal(source, inside.at, `{{${inside.name}}} stands inside a block: which messages there are would depend on values.`, HINT);
  const messages: MessageParts[] = [];
  let role = 'user';
  let pending: TemplatePart[] = [];
  const flush = () => {
    if (!isBlank(pending)) messages.push({ role, parts: pending });
    pending = [];
  };
  for (const part of parts) {
    if (part.kind !== 'mark') pending.push(part);
    else if (part.name === 'role') {
      flush();
      role = roleOf(source, part);
    } else if (part.name === 'history') {
      flush();
      messages.push({ role: 'placeholder', name: 'history' });
      // What follows the history without a role of its own is the model's.
      role = 'assistant';
    } else source.lose('dropped', part.at, `{{${part.name}}}`, LOST[part.name === 'media' ? 'media' : 'section']);
  }
  flush();
  return messages;
}

const HINT = 'Write one message for each role, and the condition inside its text.';
const LOST = {
  media: 'A prompt holds texts only: the application adds images and sounds to the messages when it sends them.',
  section: 'There are no sections in messages.',
};

function roleOf(source: ForeignText, { argument, at }: MarkPart): string {
  const role = ROLES.get(argument);
  if (role !== undefined) return role;
  throw refusal(source, at, `There is no role \`${argument}\` with a text here.`, 'Use system, user or model.');
}
