import * as z from 'zod';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { YamlDocument } from '../../prompt/document/safe-yaml.ts';
import { LATER_KEYS } from './suite-schema.ts';

type Path = readonly (string | number)[];

/** What a value breaks of its schema, each at its place in the file. `base` is where the value stands in the document. */
export function schemaFindings(
  file: string,
  document: YamlDocument,
  schema: z.ZodType,
  issues: readonly z.core.$ZodIssue[],
  base: Path = [],
): Diagnostic[] {
  return issues.flatMap((issue): Diagnostic[] => {
    const inner = issue.path as Path;
    const path = [...base, ...inner];
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, inner);
      return issue.keys.map((key) => ({
        file,
        range: document.locateKey([...path, key]),
        rule: 'suite-unknown-key',
        severity: 'error',
        message: unknownKey(key, known),
      }));
    }
    const missing = issue.input === undefined;
    const name = path.at(-1);
    const message = missing ? `\`${name}\` is missing.` : `\`${path.join('.')}\`: ${sentence(issue.message)}`;
    const range = missing ? document.locateKey(path.slice(0, -1)) : document.locate(path);
    return [{ file, range, rule: missing ? 'suite-missing-key' : 'suite-value', severity: 'error', message }];
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  if (LATER_KEYS.has(key)) return `\`${key}\` is not supported by this version.`;
  return `There is no key "${key}" here.${didYouMean(key, known)}`;
}

function keysAt(schema: unknown, [step, ...rest]: Path): readonly string[] {
  if (schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), step === undefined ? [] : [step, ...rest]);
  if (schema instanceof z.ZodArray) return keysAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  if (step === undefined) return Object.keys(schema.shape);
  return keysAt(schema.shape[step] ?? schema.def.catchall, rest);
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
