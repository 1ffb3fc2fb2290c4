import type * as z from 'zod';
import { didYouMean } from '../../base/text/suggest.ts';
import { keysOf } from '../../prompt/schema/shape/keys-of.ts';
import { CONFIG_FILE } from './config-shape.generated.ts';

/** What is wrong at one place of a config, the place given as a path of keys and indexes. */
export interface ConfigFinding {
  readonly path: readonly (string | number)[];
  /** The finding is about the key at `path`, not its value. */
  readonly onKey: boolean;
  readonly rule: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

type Issue = z.core.$ZodIssue;

/** Says in the words of the config what the shape of a config found: which key, what it must be, and what was probably meant. */
export function findingsOf(issue: Issue): ConfigFinding[] {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => unknownKey(path, key, keysOf(CONFIG_FILE, path)));
    case 'invalid_union':
      return nearestBranch(issue.errors).flatMap((nested) => findingsOf({ ...nested, path: [...issue.path, ...nested.path] }));
    case 'invalid_key':
      return [finding(path, true, `"${path.at(-1)}" ${issue.issues[0]?.message ?? 'is not a valid name'}.`)];
    default:
      return [finding(path, false, `"${path.join('.')}" ${requirement(issue)}.`)];
  }
}

/** A key that the config does not have, with the one that was probably meant. */
export function unknownKey(
  path: readonly (string | number)[],
  key: string,
  known: readonly string[],
  severity: 'error' | 'warning' = 'error',
): ConfigFinding {
  const message = `Unknown key "${[...path, key].join('.')}".${didYouMean(key, known)}`;
  return { path: [...path, key], onKey: true, rule: 'config-unknown-key', severity, message };
}

function finding(path: readonly (string | number)[], onKey: boolean, message: string): ConfigFinding {
  return { path, onKey, rule: 'config-value', severity: 'error', message };
}

function requirement(issue: Issue): string {
  if (issue.code === 'invalid_type') return `must be ${NOUNS[issue.expected] ?? issue.expected}`;
  if (issue.code === 'invalid_value') return `must be ${issue.values.map((value) => `"${String(value)}"`).join(' or ')}`;
  if (issue.code === 'too_small') return issue.origin === 'number' ? `must be at least ${issue.minimum}` : 'must not be empty';
  return issue.message;
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  number: 'a number',
};

/** The alternative that the writer meant: the one whose complaint is about more than the type of the whole value. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] {
  const meant = branches.find((issues) => issues.some((issue) => issue.path.length > 0 || issue.code !== 'invalid_type'));
  return meant ?? branches[0] ?? [];
}
