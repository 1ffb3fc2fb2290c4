import { Failure } from '../../base/failure.ts';
import { canonicalJson, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
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

/** A test with what judges its answers. */
interface JudgedTest extends TestCase {
  readonly scorers: readonly Scorer[];
}

/**
 * Makes suites of tests: those that assert the same kinds of things form one.
 *
 * A suite judges all its cases alike, while every test of promptfoo has assertions of its own: what differs between
 * them is what each case expects.
 */
export function promptfooSuites(
  document: ForeignDocument,
  tests: readonly TestCase[],
  name: string,
  prompts: readonly PromptId[],
  textAt: (text: string, path: TestCase['path']) => ForeignText,
): ImportedSuite[] {
  const groups = new Map<string, JudgedTest[]>();
  for (const test of tests) {
    const scorers = scorersOf(document, test, textAt);
    if (scorers.length === 0) {
      document.drop(test.path, 'Nothing is left of this test that could be judged: it asserts nothing here.');
      continue;
    }
    const key = canonicalJson(Object.fromEntries(scorers.map((scorer) => [scorer.id, formOf(scorer)])));
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push({ ...test, scorers });
  }
  return [...groups.values()].map((group, index) => suiteOf(document, index === 0 ? name : `${name}-${index + 1}`, prompts, group));
}

/** What must be alike for two scorers to be one, once the texts that they look for come from the case. */
function formOf({ uses, parameters: { value, ...others } }: Scorer): JsonObject {
  const isFixed = value === undefined || uses === 'matches' || uses === 'not-matches';
  return { uses, others, value: isFixed ? (value ?? null) : Array.isArray(value) ? value.length : 'text' };
}

function suiteOf(document: ForeignDocument, name: string, prompts: readonly PromptId[], tests: readonly JudgedTest[]): ImportedSuite {
  const [{ scorers = [] } = {}] = tests;
  const judged = expectedOf(tests);
  const file = {
    suite: name,
    prompts,
    dataset: `datasets/${name}.jsonl`,
    scorers: scorers.map(({ id, uses, parameters }) => ({ ...(id !== uses && { id }), uses, ...parameters, ...judged.values.get(id) })),
    baseline: 'none',
    // A test of promptfoo passes when all its assertions do.
    gate: Object.fromEntries(scorers.map(({ id }) => [id, { passRate: '= 1' }])),
  };
  return { name, from: document.path, file, dataset: { name, rows: rowsOf(document, tests, judged.expected) } };
}

/** What the scorers look for that differs between tests: how they name it, and what each test expects under that name. */
function expectedOf(tests: readonly JudgedTest[]): {
  readonly values: ReadonlyMap<string, { readonly value: Json }>;
  readonly expected: (test: JudgedTest) => JsonObject;
} {
  const [first] = tests;
  const differing = (first?.scorers ?? []).filter(({ id, parameters }) =>
    tests.some((test) => canonicalJson(soughtBy(test, id)) !== canonicalJson(parameters.value ?? null)),
  );
  const isOne = differing.length === 1;
  const named = ({ id, parameters: { value } }: Scorer): { readonly value: Json } => {
    const name = isOne ? 'expected' : `expected.${id}`;
    return { value: Array.isArray(value) ? value.map((_, index) => `{{ ${name}.${index} }}`) : `{{ ${name} }}` };
  };
  return {
    values: new Map(differing.map((scorer) => [scorer.id, named(scorer)])),
    expected(test) {
      const [only] = differing;
      if (only === undefined) return {};
      return { expected: isOne ? soughtBy(test, only.id) : Object.fromEntries(differing.map(({ id }) => [id, soughtBy(test, id)])) };
    },
  };
}

function soughtBy({ scorers }: JudgedTest, wanted: string): Json {
  return scorers.find(({ id }) => id === wanted)?.parameters.value ?? null;
}

function rowsOf(document: ForeignDocument, tests: readonly JudgedTest[], expected: (test: JudgedTest) => JsonObject): JsonObject[] {
  const rows = new Map<string, JsonObject>();
  const uniqueId = uniqueIds();
  for (const test of tests) {
    const content = { inputs: test.vars, ...expected(test) };
    const key = canonicalJson(content);
    if (rows.has(key)) document.drop(test.path, 'It repeats another test, which would say nothing new.');
    else rows.set(key, { ...(test.description !== undefined && { id: uniqueId(test.description) }), ...content });
  }
  return [...rows.values()];
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

/** Gives every row an id of its own; those of one description are counted. */
function uniqueIds(): (description: string) => string {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (description) => {
    for (let count = (counts.get(description) ?? 0) + 1; ; count += 1) {
      const id = count === 1 ? description : `${description} (${count})`;
      if (taken.has(id)) continue;
      counts.set(description, count);
      taken.add(id);
      return id;
    }
  };
}
