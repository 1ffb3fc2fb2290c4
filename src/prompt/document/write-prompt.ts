import type { JsonObject } from '../../base/json/canonical-json.ts';
import { writeYamlFile } from './write/write-yaml.ts';
import type { ValuePath } from './yaml/locate.ts';

/** What a reader looks for in a prompt file stands open, however short. */
const OPEN: readonly string[] = ['messages', 'inputs', 'jsonSchema'];

/**
 * Writes a prompt file from its value, keys in the order given: texts as blocks, small mappings on one line.
 *
 * Reading it gives the same value. For a prompt that was read, see `promptFileValue`.
 */
export function writePromptFile(file: JsonObject): string {
  return writeYamlFile(file, { isOpen: isOpenInPrompt });
}

/** The long parts of a prompt file, and each message. */
export function isOpenInPrompt(path: ValuePath): boolean {
  const [key] = path;
  return typeof key === 'string' && OPEN.includes(key) && (path.length === 1 || (key === 'messages' && path.length === 2));
}
