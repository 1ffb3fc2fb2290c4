import type { Severity } from '../../../base/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { MESSAGE_KEYS, OWN_KEYS, TOP_LEVEL_KEYS } from '../../schema/keys.ts';
import type { Findings } from '../findings.ts';
import { unknownKey } from '../schema-findings.ts';
import type { ValuePath } from '../yaml/locate.ts';

const TOP_LEVEL_HINT = 'Rename or remove it; keys of your own start with `x-` or stand under `metadata`.';

/**
 * How much an unknown key matters: in a file written for us it is a mistake, in a plain GitHub Models
 * or LangWatch file it may be a newer key of theirs.
 */
export function unknownKeySeverity(file: JsonObject): Severity {
  return Object.keys(file).some((key) => OWN_KEYS.has(key)) ? 'error' : 'warning';
}

/** Reports keys that nobody reads, in the file and in its messages. */
export function addUnknownKeys(findings: Findings, file: JsonObject, severity: Severity): void {
  const check = (mapping: Json, path: ValuePath, known: readonly string[]) => {
    if (!isJsonObject(mapping)) return;
    const present = Object.keys(mapping);
    for (const key of present) {
      if (known.includes(key) || (path.length === 0 && key.startsWith('x-'))) continue;
      findings.addToKey([...path, key], {
        ...unknownKey(key, path, known, present),
        ...(path.length === 0 && { hint: TOP_LEVEL_HINT }),
        severity,
      });
    }
  };
  check(file, [], TOP_LEVEL_KEYS);
  if (!Array.isArray(file.messages)) return;
  for (const [index, message] of file.messages.entries()) check(message as Json, ['messages', index], MESSAGE_KEYS);
}
