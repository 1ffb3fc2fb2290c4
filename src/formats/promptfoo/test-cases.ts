import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { type ForeignDocument, foreignValue } from '../foreign-document.ts';
import type { ForeignTree } from '../foreign-format.ts';
import { pathInTree } from '../path-in-tree.ts';

/** One test with everything that it inherits. */
export interface TestCase {
  readonly path: ValuePath;
  readonly description: string | undefined;
  readonly vars: JsonObject;
  readonly assertions: readonly { readonly path: ValuePath; readonly value: JsonObject }[];
}

/** More cases than lists of variables and scenarios, which multiply, should ever make of one config. */
const MAX_CASES = 10_000;

/** Keys of a test that change how it is asked or judged, and that nothing here corresponds to. */
const UNKNOWN = [
  'options',
  'threshold',
  'provider',
  'providers',
  'prompts',
  'metadata',
  'assertScoringFunction',
  'providerOutput',
] as const;

/** Reads tests, with those of scenarios, and gives each what `defaultTest` says. */
export function testCases(document: ForeignDocument, config: JsonObject, tree: ForeignTree): TestCase[] {
  const { defaultTest } = config;
  const base = isJsonObject(defaultTest) ? defaultTest : {};
  if (typeof defaultTest === 'string') document.drop(['defaultTest'], 'The default test is not written in this file.');
  const inherited = {
    vars: isJsonObject(base.vars) ? base.vars : {},
    assertions: assertionsOf(document, config, ['defaultTest', 'assert'], base.assert),
    room: { cases: MAX_CASES },
  };
  dropUnknown(document, ['defaultTest'], base);
  const own = listed(document, ['tests'], config.tests, tree).flatMap(({ path, value }) =>
    expanded(document, config, path, value, inherited),
  );
  const fromScenarios = (Array.isArray(config.scenarios) ? (config.scenarios as readonly Json[]) : []).flatMap((scenario, index) => {
    if (!isJsonObject(scenario)) return [];
    const path = ['scenarios', index];
    const tests = listed(document, [...path, 'tests'], scenario.tests, tree);
    return listed(document, [...path, 'config'], scenario.config, tree).flatMap(({ value: row }) =>
      (tests.length > 0 ? tests : [{ path, value: {} as JsonObject }]).flatMap((test) => {
        const vars = { ...inherited.vars, ...(isJsonObject(row.vars) ? row.vars : {}) };
        const assertions = [...inherited.assertions, ...assertionsOf(document, config, [...path, 'config'], row.assert)];
        return expanded(document, config, test.path, test.value, { ...inherited, vars, assertions });
      }),
    );
  });
  return [...own, ...fromScenarios];
}

function listed(
  document: ForeignDocument,
  path: ValuePath,
  written: Json | undefined,
  tree: ForeignTree,
): { path: ValuePath; value: JsonObject }[] {
  const list = typeof written === 'string' ? fromFile(document, path, written, tree) : written;
  return (Array.isArray(list) ? (list as readonly Json[]) : []).flatMap((item, index) => {
    const at = typeof written === 'string' ? path : [...path, index];
    if (typeof item === 'string') return listed(document, at, item, tree);
    if (isJsonObject(item)) return [{ path: at, value: item }];
    document.drop(at, 'This is no test.');
    return [];
  });
}

function fromFile(document: ForeignDocument, path: ValuePath, named: string, tree: ForeignTree): Json | undefined {
  const file = pathInTree(document.path, named.replace(/^file:\/\//, ''));
  const text = file === undefined ? undefined : tree.get(file);
  const value =
    file !== undefined && text !== undefined && /\.(?:ya?ml|json)$/i.test(file) ? foreignValue({ path: file, text }) : undefined;
  if (value === undefined)
    document.drop(path, `${named} holds no tests that can be read: it must be a YAML or JSON file among those given.`);
  return value;
}

interface Inherited extends Pick<TestCase, 'vars' | 'assertions'> {
  /** Counts down over the whole config. */
  readonly room: { cases: number };
}

function expanded(document: ForeignDocument, config: JsonObject, path: ValuePath, test: JsonObject, inherited: Inherited): TestCase[] {
  dropUnknown(document, path, test);
  const vars = Object.entries({ ...inherited.vars, ...(isJsonObject(test.vars) ? test.vars : {}) });
  const known = vars.filter(([name, value]) => !isReference(document, path, name, value));
  const assertions = [...inherited.assertions, ...assertionsOf(document, config, [...path, 'assert'], test.assert)];
  const description = typeof test.description === 'string' ? test.description : undefined;
  const keepsLists = isJsonObject(test.options) && test.options.disableVarExpansion === true;
  const { room } = inherited;
  const rows = combinations(document, path, keepsLists ? known.map(([name, value]) => [name, [value]]) : known, room.cases);
  room.cases -= rows.length;
  return rows.map((row) => ({
    path,
    description,
    vars: row,
    assertions,
  }));
}

/** promptfoo asks once for each combination of the values of lists. */
function combinations(document: ForeignDocument, path: ValuePath, vars: readonly (readonly [string, Json])[], most: number): JsonObject[] {
  let rows: JsonObject[] = [{}];
  if (most === 0) return tooMany(document, path);
  for (const [name, value] of vars) {
    const values: readonly Json[] = Array.isArray(value) ? value : [value];
    if (rows.length * values.length > most) return tooMany(document, path);
    rows = rows.flatMap((row) => values.map((one) => ({ ...row, [name]: one })));
  }
  return rows;
}

function tooMany(document: ForeignDocument, path: ValuePath): never {
  return document.refuse(path, `The tests up to here make more than ${MAX_CASES} cases.`);
}

function isReference(document: ForeignDocument, path: ValuePath, name: string, value: Json): boolean {
  if (typeof value !== 'string' || !/^(?:file|package|exec):/.test(value)) return false;
  document.drop([...path, 'vars', name], `${value} is outside this file, and may be code: the variable is left out.`);
  return true;
}

function assertionsOf(document: ForeignDocument, config: JsonObject, path: ValuePath, written: Json | undefined): TestCase['assertions'] {
  return (Array.isArray(written) ? (written as readonly Json[]) : []).flatMap((item, index) => {
    const at = [...path, index];
    const value = isJsonObject(item) && typeof item.$ref === 'string' ? referenced(config, item.$ref) : item;
    if (!isJsonObject(value) || typeof value.type !== 'string') {
      document.drop(at, 'This is no assertion that is written in the file.');
      return [];
    }
    if (value.type !== 'assert-set') return [{ path: at, value }];
    if (value.threshold === undefined) return assertionsOf(document, config, [...at, 'assert'], value.assert);
    document.drop(at, 'A set of assertions of which some may fail has no counterpart.');
    return [];
  });
}

/** `#/assertionTemplates/name` */
function referenced(config: JsonObject, reference: string): Json | undefined {
  if (!reference.startsWith('#/')) return undefined;
  let value: Json | undefined = config;
  for (const key of reference.slice(2).split('/')) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

function dropUnknown(document: ForeignDocument, path: ValuePath, test: JsonObject): void {
  for (const key of UNKNOWN) if (test[key] !== undefined) document.drop([...path, key], 'Nothing here corresponds to it.');
}
