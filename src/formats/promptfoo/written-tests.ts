import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { Evaluator } from '../../prompt/prompt.ts';
import { renderTemplate } from '../../prompt/template/render-template.ts';
import type { ExportedPrompt, Loss } from '../foreign-format.ts';

/** Rows of test data as tests of promptfoo, and what is lost of them. */
export interface WrittenTests {
  /** What every test gets: the defaults of the inputs, which promptfoo does not know otherwise. */
  readonly defaults: JsonObject | undefined;
  readonly tests: readonly JsonObject[];
  readonly losses: readonly Loss[];
}

/** What promptfoo would read as a template or as the address of a file. */
const EVALUATED = /\{[{%#]|^(?:file|package|exec):/;

/** Writes each row of test data with the evaluators as assertions that give the same verdict on every answer. */
export function writtenTests({ prompt, path }: ExportedPrompt): WrittenTests {
  const losses: Loss[] = [];
  const drop = (field: string, message: string) => void losses.push({ kind: 'dropped', file: path, field, message });
  const tests = prompt.testData.flatMap((row, index): JsonObject[] => {
    const field = `testData[${index}]`;
    const { expected, ...rest } = row;
    const asksExpected = prompt.messages.some(({ content = '' }) => /\{\{\s*expected\s*\}\}/.test(content));
    const vars = asksExpected && expected !== undefined ? row : rest;
    if (
      JSON.stringify(vars)
        .split('"')
        .some((text) => EVALUATED.test(text))
    ) {
      drop(field, 'promptfoo would read one of its values as a template or as a file.');
      return [];
    }
    const assertions = prompt.evaluators.flatMap((evaluator, number) => {
      const assertion = assertionOf(evaluator, row);
      if (assertion === undefined) drop(`evaluators[${number}]`, `promptfoo has no assertion with the same verdict for ${field}.`);
      return assertion ?? [];
    });
    return [{ ...given(vars), ...(assertions.length > 0 && { assert: assertions }) }];
  });
  if (prompt.testData.length === 0 && prompt.evaluators.length > 0) drop('evaluators', 'There is no test data that they could judge.');
  const values = Object.entries(prompt.inputs ?? {}).flatMap(([name, { default: value }]): [string, Json][] => {
    if (value === undefined) return [];
    if (!isEvaluated({ value })) return [[name, value]];
    drop(`inputs.${name}`, 'promptfoo would read its default as a template or as a file.');
    return [];
  });
  return { defaults: values.length === 0 ? undefined : given(Object.fromEntries(values)), tests, losses };
}

/** Variables of a test; a list among them is one value, where promptfoo would ask once for each of its items. */
function given(vars: JsonObject): JsonObject {
  return { vars, ...(Object.values(vars).some(Array.isArray) && { options: { disableVarExpansion: true } }) };
}

function isEvaluated(value: JsonObject): boolean {
  return JSON.stringify(value)
    .split('"')
    .some((text) => EVALUATED.test(text));
}

/** How a text is found in an answer, case aside but for `equals`, as GitHub Models does. */
const PATTERNS: readonly (readonly [key: 'equals' | 'contains' | 'startsWith' | 'endsWith', pattern: (text: string) => string])[] = [
  ['equals', (text) => `^\\s*${escaped(text)}\\s*$`],
  ['contains', eitherCase],
  ['startsWith', (text) => `^\\s*${eitherCase(text)}`],
  ['endsWith', (text) => `${eitherCase(text)}\\s*$`],
];

function assertionOf({ string: asked }: Evaluator, row: JsonObject): JsonObject | undefined {
  if (!isJsonObject(asked as Json | undefined)) return undefined;
  for (const [key, pattern] of PATTERNS) {
    const value = asked?.[key];
    if (!value) continue;
    const text = filled(value, row);
    // Only the answer loses the white space around it: what begins or ends with some is told from that by no pattern.
    if (text !== text?.trim()) return undefined;
    // Beyond ASCII, upper and lower case do not pair up, and braces would be read as a template.
    if (text === undefined || text === '' || EVALUATED.test(text) || (key !== 'equals' && /[^\x20-\x7e\s]/.test(text))) return undefined;
    return { type: 'regex', value: pattern(text) };
  }
  return undefined;
}

function filled(value: string, row: JsonObject): string | undefined {
  try {
    return renderTemplate(value, 'simple', row, new Map());
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function eitherCase(text: string): string {
  return escaped(text).replace(/[a-z]/gi, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);
}
