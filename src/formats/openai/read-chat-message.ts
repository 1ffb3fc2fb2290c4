import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { type ForeignDocument, membersOf } from '../foreign-document.ts';
import { dropEmpty, joinedText, partsOf, textOf } from '../text-parts.ts';

const ROLES: readonly string[] = ['system', 'developer', 'user', 'assistant', 'tool'];

/** A message of a chat-completions request as one of ours; none when it says nothing. */
export function readChatMessage(document: ForeignDocument, path: ValuePath, value: JsonObject): JsonObject[] {
  const members = membersOf(document, path, value);
  const role = String(members.take('role'));
  if (!ROLES.includes(role)) {
    document.refuse([...path, 'role'], `There is no role "${role}" here.`, { hint: `The roles are ${ROLES.join(', ')}.` });
  }
  const at = [...path, 'content'];
  const parts = partsOf(document, at, members.take('content'));
  const content = joinedText(
    document,
    at,
    parts.map((part) => textOf(document, part)),
  );
  const toolCalls = members.take('tool_calls');
  const message = {
    role,
    content: content === '' ? undefined : content,
    name: members.take('name'),
    toolCalls,
    toolCallId: members.take('tool_call_id'),
  };
  members.dropRest('Messages have no such key here; it is not sent to the model.');
  return message.content === undefined && toolCalls === undefined ? dropEmpty(document, path) : [present(message)];
}
