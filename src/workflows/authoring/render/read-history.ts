import * as z from 'zod';
import { placeOf } from '../../../base/diagnostic.ts';
import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { jsonValue } from '../../../base/json/json-value.ts';
import { readYaml } from '../../../prompt/document/safe-yaml.ts';
import { type Message, ROLES } from '../../../prompt/prompt.ts';
import type { PlaceholderMessages } from '../../../prompt/render/render-prompt.ts';
import type { ReadText } from './value-row.ts';

const text = z.union([z.string(), z.array(z.object({ type: z.literal('text'), text: z.string() }))], 'must be a text');
const calls = z.array(z.record(z.string(), z.json()));

/** A message as prompt files and OpenAI's API write it. */
const message = z.object({
  role: z.enum(ROLES, `must be one of ${ROLES.join(', ')}`).exclude(['placeholder']),
  content: text.nullish(),
  name: z.string().optional(),
  tool_call_id: z.string().optional(),
  toolCallId: z.string().optional(),
  tool_calls: calls.optional(),
  toolCalls: calls.optional(),
});

/**
 * Earlier messages by the placeholder that they fill: a list (JSON, YAML, JSON Lines) for a prompt with one placeholder,
 * or a mapping from the names of placeholders to lists.
 *
 * @throws Failure `variables-invalid` naming the first message that cannot be read
 */
export async function readHistory(file: string, placeholders: readonly string[], read: ReadText): Promise<PlaceholderMessages> {
  const shown = file === '-' ? 'stdin' : file;
  const value = readDocument(await read(file, 'earlier messages'), file, shown);
  if (isJsonObject(value) && !('role' in value)) {
    return Object.fromEntries(Object.entries(value).map(([name, list]) => [name, messagesOf(list, shown)]));
  }
  const [only, ...others] = placeholders;
  if (only === undefined) {
    throw new Failure('variables-invalid', 'The prompt has no placeholder that earlier messages could fill.', {
      hint: 'Add a message with `role: placeholder` and a `name`.',
    });
  }
  if (others.length > 0) {
    throw new Failure('variables-invalid', `The prompt has several placeholders: ${placeholders.join(', ')}.`, {
      hint: `Give a mapping with a list of messages for each, like {"${only}": […]}.`,
    });
  }
  return { [only]: messagesOf(value, shown) };
}

function readDocument(source: string, file: string, shown: string): Json | undefined {
  const lines = source.split('\n').filter((line) => line.trim() !== '');
  if (/\.(?:jsonl|ndjson)$/i.test(file)) return lines.map((line) => jsonValue(line) ?? null);
  const { value, diagnostics } = readYaml({ file: shown, text: source });
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error) throw new Failure('variables-invalid', error.message, { where: placeOf(error) });
  return value;
}

function messagesOf(value: Json | undefined, shown: string): Message[] {
  const list = Array.isArray(value) ? value : isJsonObject(value) ? [value] : undefined;
  if (list === undefined) throw new Failure('variables-invalid', `${shown} is no list of messages.`);
  return list.map((item, index) => {
    const parsed = message.safeParse(item);
    if (parsed.success) return messageOf(parsed.data);
    const [issue] = parsed.error.issues;
    const where = issue && issue.path.length > 0 ? `\`${issue.path.join('.')}\` ${issue.message}` : 'it is no message';
    throw new Failure('variables-invalid', `Message ${index + 1} of ${shown} cannot be read: ${where}.`);
  });
}

function messageOf({
  role,
  content,
  name,
  tool_call_id,
  toolCallId = tool_call_id,
  tool_calls,
  toolCalls = tool_calls,
}: z.infer<typeof message>): Message {
  const said = Array.isArray(content) ? content.map((part) => part.text).join('') : content;
  return {
    role,
    ...(typeof said === 'string' && { content: said }),
    ...(name !== undefined && { name }),
    ...(toolCallId !== undefined && { toolCallId }),
    ...(toolCalls !== undefined && { toolCalls: toolCalls as JsonObject[] }),
  };
}
