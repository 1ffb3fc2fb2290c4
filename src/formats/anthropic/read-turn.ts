import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { type ForeignDocument, membersOf } from '../foreign-document.ts';
import { dropEmpty, joinedText, type Part, partsOf, textOf } from '../text-parts.ts';

const THINKING = ['thinking', 'redacted_thinking'];

/**
 * A message of a request as ours: results of tools are messages of their own, before the text of the user; calls
 * stand beside the text of the assistant.
 */
export function readTurn(document: ForeignDocument, path: ValuePath, value: JsonObject): JsonObject[] {
  const members = membersOf(document, path, value);
  const role = String(members.take('role'));
  if (role !== 'user' && role !== 'assistant') {
    document.refuse([...path, 'role'], `There is no role "${role}" here.`, {
      hint: 'The roles are user and assistant; `system` stands beside the messages.',
    });
  }
  const at = [...path, 'content'];
  const parts = partsOf(document, at, members.take('content'));
  members.dropRest('Messages have no such key here; it is not sent to the model.');
  for (const part of parts.filter(({ type }) => THINKING.includes(type)))
    document.drop(part.path, 'Thinking is not kept: the model thinks anew.');
  const results = parts.filter(({ type }) => type === 'tool_result').map((part) => readResult(document, part));
  const calls = parts.filter(({ type }) => type === 'tool_use').map((part) => readCall(document, part));
  const texts = parts.filter(({ type }) => !THINKING.includes(type) && type !== 'tool_result' && type !== 'tool_use');
  requireOrder(document, parts);
  const content = joinedText(
    document,
    at,
    texts.map((part) => textOf(document, part)),
  );
  if ((content ?? '') === '' && calls.length === 0) return results.length > 0 ? results : dropEmpty(document, path);
  return [...results, present({ role, content: content === '' ? undefined : content, toolCalls: calls.length === 0 ? undefined : calls })];
}

/** The arguments of a call are a JSON text in OpenAI's shape, which is ours. */
function readCall(document: ForeignDocument, { value, path }: Part): JsonObject {
  const members = membersOf(document, path, value);
  members.take('type');
  const call = { name: members.take('name') ?? '', arguments: JSON.stringify(members.take('input') ?? {}) };
  const id = members.take('id') ?? '';
  members.dropRest('A call here has no such setting.');
  return { id, type: 'function', function: call };
}

function readResult(document: ForeignDocument, { value, path }: Part): JsonObject {
  const members = membersOf(document, path, value);
  members.take('type');
  const toolCallId = members.take('tool_use_id');
  const at = [...path, 'content'];
  const content = joinedText(
    document,
    at,
    partsOf(document, at, members.take('content')).map((part) => textOf(document, part)),
  );
  members.dropRest('A result here has no such setting.');
  if ((content ?? '') === '') document.change(at, 'An empty result says so in words.');
  return present({ role: 'tool', toolCallId, content: content === undefined || content === '' ? '(empty)' : content });
}

/** Results first, then texts, then calls: whatever stands otherwise moves. */
function requireOrder(document: ForeignDocument, parts: readonly Part[]): void {
  const rank = ({ type }: Part) => (type === 'tool_result' ? 0 : type === 'tool_use' ? 2 : 1);
  const moved = parts.find((part, index) => index > 0 && rank(part) < rank(parts[index - 1] ?? part));
  if (moved !== undefined) document.change(moved.path, 'It moves: results stand before texts here, and texts before calls.');
}
