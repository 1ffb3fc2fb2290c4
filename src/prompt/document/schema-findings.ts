import type { z } from 'zod';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { didYouMean, onlySuggestion } from '../../base/text/suggest.ts';
import { type Findings, type Repair, writeInstead } from './findings.ts';
import { meantKey } from './meant-key.ts';
import type { ValuePath } from './yaml/locate.ts';
import { pathText } from './yaml/path-text.ts';

type Issue = z.core.$ZodIssue;

/** What a schema was asked about. */
export interface Checked {
  readonly value: Json;
  /** Where a path of the checked value stands in the file. */
  readonly pathInFile?: (path: ValuePath) => ValuePath;
  /** The keys that a mapping may have, for the did-you-mean. */
  readonly keysAt?: (path: ValuePath) => readonly string[];
}

/** Says in our words what a schema found: which value, what was expected, what is there instead. */
export function addSchemaFindings(findings: Findings, issues: readonly Issue[], checked: Checked): void {
  const misspelt = new Set(issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => JSON.stringify(path)));
  // What a mapping lacks as a whole, it mostly lacks because of the key that is misspelt in it.
  const isExplained = ({ code, path }: Issue) => code === 'custom' && misspelt.has(JSON.stringify(path));
  for (const issue of issues) if (!isExplained(issue)) addIssue(findings, issue, checked);
}

function addIssue(findings: Findings, issue: Issue, checked: Checked): void {
  const path = issue.path as ValuePath;
  const inFile = checked.pathInFile?.(path) ?? path;
  if (issue.code === 'unrecognized_keys') {
    const known = checked.keysAt?.(path) ?? [];
    const present = Object.keys(valueAt(checked.value, path) ?? {});
    for (const key of issue.keys) findings.addToKey([...inFile, key], unknownKey(key, inFile, known, present));
    return;
  }
  if (issue.code === 'invalid_union') {
    const nested = deepestBranch(issue);
    if (nested !== undefined) {
      addSchemaFindings(
        findings,
        nested.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
        checked,
      );
      return;
    }
  }
  const found = valueAt(checked.value, path);
  const name = pathText(inFile);
  if (found === undefined) {
    findings.add(inFile, { rule: 'missing-key', message: `${name} is missing.`, hint: `It must be ${expectation(issue)}.` });
    return;
  }
  if (issue.code === 'too_small' && issue.origin !== 'number' && issue.origin !== 'int') {
    findings.add(inFile, { rule: 'wrong-value', message: `${name} must not be empty.` });
    return;
  }
  addWrongValue(findings, issue, inFile, found);
}

function addWrongValue(findings: Findings, issue: Issue, path: ValuePath, found: Json): void {
  const words = issue.code === 'invalid_value' ? issue.values.map(String) : [];
  const [suggestion, meant] = typeof found === 'string' ? [didYouMean(found, words), onlySuggestion(found, words)] : ['', undefined];
  const said = { rule: 'wrong-value', message: `${pathText(path)} must be ${expectation(issue)}, but is ${describe(found)}.${suggestion}` };
  const mustBeText = issue.code === 'invalid_type' && issue.expected === 'string';
  const isBareWord = typeof found === 'number' || typeof found === 'boolean';
  if (mustBeText && isBareWord) findings.add(path, { ...said, hint: `Put it in quotes: "${found}".`, repair: inQuotesInstead(found) });
  else findings.add(path, meant === undefined ? said : { ...said, repair: writeInstead(meant, found) });
}

function inQuotesInstead(of: Json): Repair {
  return { title: 'Put it in quotes', of, rewrite: (written) => `"${written}"` };
}

/** What to say of a key that nobody reads. */
export function unknownKey(key: string, parent: ValuePath, known: readonly string[], present: readonly string[]) {
  const meant = meantKey(key, known, present);
  const where = parent.length === 0 ? '' : ` in ${pathText(parent)}`;
  return {
    rule: 'unknown-key',
    message: `The key "${key}"${where} is not known.${didYouMean(key, known)}`,
    hint: 'Rename or remove it.',
    ...(meant !== undefined && { repair: writeInstead(meant, key) }),
  };
}

/** The alternative that was meant: the one that got furthest into the value. Nothing when none got inside. */
function deepestBranch({ errors }: z.core.$ZodIssueInvalidUnion): readonly Issue[] | undefined {
  const depth = (issues: readonly Issue[]) => Math.max(...issues.map(({ path }) => path.length));
  const inside = errors.filter((issues) => issues.length > 0 && depth(issues) > 0);
  return inside.sort((left, right) => depth(right) - depth(left))[0];
}

function expectation(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return TYPE_WORDS[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.length === 1 ? JSON.stringify(issue.values[0]) : `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return issue.inclusive === false ? `more than ${issue.minimum}` : `${issue.minimum} or more`;
    case 'too_big':
      return issue.inclusive === false ? `less than ${issue.maximum}` : `${issue.maximum} or less`;
    case 'invalid_union':
      return [...new Set(issue.errors.flatMap((branch) => branch.slice(0, 1).map(expectation)))].join(' or ');
    default:
      return issue.message.replace(/^must be /, '');
  }
}

const TYPE_WORDS: Partial<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

/** `the text "hot"` */
export function describe(value: Json): string {
  if (value === '') return 'an empty text';
  if (typeof value === 'string') return `the text ${JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value)}`;
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  return isJsonObject(value) ? 'a mapping' : `${value}`;
}

function valueAt(value: Json, path: ValuePath): Json | undefined {
  let current: Json | undefined = value;
  for (const step of path) {
    if (Array.isArray(current)) current = (current as readonly Json[])[Number(step)];
    else if (isJsonObject(current) && Object.hasOwn(current, step)) current = current[step];
    else return undefined;
  }
  return current;
}
