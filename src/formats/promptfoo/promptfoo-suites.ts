import { canonicalJson, type Json, type JsonObject } from '../../base/canonical-json.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { renderTemplate } from '../../prompt/template/render-template.ts';
import type { ForeignDocument } from '../foreign-document.ts';
import type { ImportedSuite } from '../foreign-format.ts';
import type { ForeignText } from '../template/foreign-text.ts';
import { readJinja } from '../template/jinja/read-jinja.ts';
import { writeLiquid } from '../template/liquid/write-liquid.ts';
import { templateVariables } from '../template/template-variables.ts';
import { scorerOf } from './assertions.ts';
import type { TestCase } from './test-cases.ts';

interface Scorer {
  readonly id: string;
  readonly uses: string;
  readonly parameters: JsonObject;
}

/**
 * Makes suites of tests: those that assert the same of every answer form one.
 *
 * A suite judges all its cases alike, while every test of promptfoo has assertions of its own.
 */
export function promptfooSuites(
  document: ForeignDocument,
  tests: readonly TestCase[],
  name: string,
  prompts: readonly PromptId[],
  textAt: (text: string, path: TestCase['path']) => ForeignText,
): ImportedSuite[] {
  const groups = new Map<string, { readonly scorers: readonly Scorer[]; readonly rows: Map<string, JsonObject> }>();
  for (const test of tests) {
    const scorers = scorersOf(document, test, textAt);
    if (scorers.length === 0) {
      document.drop(test.path, 'Nothing is left of this test that could be judged: it asserts nothing here.');
      continue;
    }
    const key = canonicalJson(scorers as unknown as Json);
    const group = groups.get(key) ?? { scorers, rows: new Map<string, JsonObject>() };
    groups.set(key, group);
    const content = canonicalJson(test.vars);
    if (group.rows.has(content)) document.drop(test.path, 'It repeats another test, which would say nothing new.');
    else
      group.rows.set(content, { ...(test.description !== undefined && { id: uniqueId(test.description, group.rows) }), inputs: test.vars });
  }
  return [...groups.values()].map(({ scorers, rows }, index) =>
    suiteOf(document, index === 0 ? name : `${name}-${index + 1}`, prompts, scorers, [...rows.values()]),
  );
}

function suiteOf(
  document: ForeignDocument,
  name: string,
  prompts: readonly PromptId[],
  scorers: readonly Scorer[],
  rows: readonly JsonObject[],
): ImportedSuite {
  const file = {
    suite: name,
    prompts,
    dataset: `datasets/${name}.jsonl`,
    scorers: scorers.map(({ id, uses, parameters }) => ({ ...(id !== uses && { id }), uses, ...parameters })),
    baseline: 'none',
    // A test of promptfoo passes when all its assertions do.
    gate: Object.fromEntries(scorers.map(({ id }) => [id, { passRate: '= 1' }])),
  };
  return { name, from: document.path, file, dataset: { name, rows } };
}

function scorersOf(document: ForeignDocument, test: TestCase, textAt: (text: string, path: TestCase['path']) => ForeignText): Scorer[] {
  const scorers: Scorer[] = [];
  for (const { path, value: assertion } of test.assertions) {
    if (assertion.weight === 0) {
      document.drop(path, 'It is only shown, and decides nothing.');
      continue;
    }
    const value = filled(document, path, assertion.value, test, textAt);
    const translated = value === undefined && assertion.value !== undefined ? undefined : scorerOf(assertion, value);
    if (translated === undefined) continue;
    if ('lost' in translated) document.drop(path, translated.lost);
    else if (
      !scorers.some((known) => known.uses === translated.uses && canonicalJson(known.parameters) === canonicalJson(translated.parameters))
    ) {
      const same = scorers.filter(({ uses }) => uses === translated.uses).length;
      scorers.push({ id: same === 0 ? translated.uses : `${translated.uses}-${same + 1}`, ...translated });
    }
  }
  return scorers;
}

/** Fills the variables of the test into the value of an assertion; nothing, with the loss said, where that cannot be done. */
function filled(
  document: ForeignDocument,
  path: TestCase['path'],
  value: Json | undefined,
  test: TestCase,
  textAt: (text: string, path: TestCase['path']) => ForeignText,
): Json | undefined {
  if (typeof value === 'string' && /^(?:file|package|exec):/.test(value)) {
    document.drop(path, `${value} is outside this file, and may be code.`);
    return undefined;
  }
  if (typeof value === 'string' && /\{[{%#]/.test(value)) {
    try {
      const parts = readJinja(textAt(value, [...path, 'value']), 'nunjucks');
      const absent = Object.fromEntries(templateVariables(parts).map((name) => [name, null]));
      return renderTemplate(writeLiquid(parts), 'liquid', { ...absent, ...test.vars }, new Map());
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      document.drop(path, error.message);
      return undefined;
    }
  }
  if (!Array.isArray(value)) return value;
  const items = (value as readonly Json[]).map((item) => filled(document, path, item, test, textAt));
  return items.every((item): item is Json => item !== undefined) ? items : undefined;
}

function uniqueId(description: string, rows: ReadonlyMap<string, JsonObject>): string {
  const taken = new Set([...rows.values()].map(({ id }) => id));
  for (let count = 1; ; count += 1) {
    const id = count === 1 ? description : `${description} (${count})`;
    if (!taken.has(id)) return id;
  }
}
