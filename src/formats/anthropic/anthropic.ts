import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { foreignValue } from '../foreign-document.ts';
import type { ForeignFormat } from '../foreign-format.ts';
import { isMessageList } from '../text-parts.ts';
import { readAnthropic } from './read-anthropic.ts';
import { writeAnthropic } from './write-anthropic.ts';

/** The body of an Anthropic messages request, as JSON. */
export const anthropic: ForeignFormat = {
  name: 'anthropic',
  title: 'Anthropic messages',
  recognises(file) {
    if (!/^\uFEFF?\s*\{/.test(file.text)) return false;
    const value = foreignValue(file);
    return isJsonObject(value) && hasOwnSign(value);
  },
  read: readAnthropic,
  write: writeAnthropic,
};

const OWN_KEYS = ['system', 'stop_sequences', 'anthropic_version', 'anthropic_beta', 'thinking', 'output_config'];
const OWN_PARTS: readonly Json[] = ['tool_use', 'tool_result', 'thinking', 'redacted_thinking', 'image', 'document'];

/** What only these requests have; without any of it the file reads as OpenAI's. */
function hasOwnSign(request: JsonObject): boolean {
  const { messages } = request;
  if (!isMessageList(messages)) return Array.isArray(messages) && messages.length === 0 && request.system !== undefined;
  if (OWN_KEYS.some((key) => Object.hasOwn(request, key))) return true;
  if (typeof request.model === 'string' && /claude/.test(request.model)) return true;
  if (Array.isArray(request.tools) && request.tools.some((tool: Json) => isJsonObject(tool) && tool.input_schema !== undefined))
    return true;
  return messages.some(
    ({ content }) => Array.isArray(content) && content.some((part: Json) => isJsonObject(part) && OWN_PARTS.includes(part.type ?? null)),
  );
}
