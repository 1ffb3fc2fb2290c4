import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { type Case, conditionOf } from './cases.ts';
import { nounOf } from './check-plain.ts';
import { objectView } from './object-view.ts';
import { type Part, partId, within } from './part.ts';
import { asConjunction, type Prover } from './prover.ts';
import { undecided, type Violation } from './violation.ts';

/** Whether `allOf`, `anyOf`, `oneOf`, `not` and `if` let a case through. */
export function checkCombined(narrow: Case, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const broken = LISTS.filter((keyword) => wide[keyword] !== undefined && !Array.isArray(wide[keyword]));
  if (broken.length > 0) return broken.map((keyword) => undecided(`\`${keyword}\` is no list`));
  const isKnown = (schema: JsonObject): boolean => narrow.known.has(partId(within(part, schema)));
  const { allOf, anyOf, oneOf, not } = wide;
  return [
    ...members(part, allOf).flatMap((member) => prover.violationsOf(narrow, member)),
    ...(anyOf === undefined || isKnown({ anyOf }) ? [] : checkAny(narrow, members(part, anyOf), prover)),
    ...(oneOf === undefined || isKnown({ oneOf }) ? [] : checkOne(narrow, members(part, oneOf), prover)),
    ...(not === undefined || isKnown({ not }) ? [] : checkNot(narrow, within(part, not), prover)),
    ...(wide.if === undefined || isKnown(conditionOf(wide)) ? [] : checkCondition(narrow, conditionOf(wide), part, prover)),
  ];
}

const LISTS = ['allOf', 'anyOf', 'oneOf'] as const;

function members(part: Part, list: Json | undefined): Part[] {
  return Array.isArray(list) ? (list as readonly Json[]).map((member) => within(part, member)) : [];
}

function checkAny(narrow: Case, options: readonly Part[], prover: Prover): Violation[] {
  const found = options.map((option) => ({ option, violations: prover.violationsOf(narrow, option) }));
  if (found.some(({ violations }) => violations.length === 0)) return [];
  const kinds = splitByField(narrow, options);
  if (kinds !== undefined)
    return kinds.flatMap((kind) =>
      prover.violations(kind, [{ ...kind[0], schema: { anyOf: options.map(({ schema }) => schema) } } as Part]),
    );
  return nearest(narrow, found, prover);
}

function checkOne(narrow: Case, options: readonly Part[], prover: Prover): Violation[] {
  const found = options.map((option) => ({ option, violations: prover.violationsOf(narrow, option) }));
  const fitting = found.find(({ violations }) => violations.length === 0);
  if (fitting === undefined) return nearest(narrow, found, prover);
  const isApart = ({ option }: Found): boolean => option === fitting.option || areApart(narrow, option, prover);
  return found.every(isApart) ? [] : [undecided('more than one of the shapes in `oneOf` may fit')];
}

function checkNot(narrow: Case, wanted: Part, prover: Prover): Violation[] {
  if (areApart(narrow, wanted, prover)) return [];
  if (narrow.nots.some((own) => prover.violations([wanted], [own]).length === 0)) return [];
  return [undecided('what `not` rules out may be let through')];
}

function checkCondition(
  narrow: Case,
  { if: condition, then: consequence, else: alternative }: JsonObject,
  part: Part,
  prover: Prover,
): Violation[] {
  const own = asConjunction(narrow, part);
  const inCase = (assumed: Json, wanted: Json | undefined): Violation[] =>
    wanted === undefined ? [] : prover.violations([...own, within(part, assumed)], [within(part, wanted)]);
  return [...inCase(condition ?? true, consequence), ...inCase({ not: condition ?? true }, alternative)];
}

function areApart(narrow: Case, other: Part, prover: Prover): boolean {
  return prover.isEmpty([...asConjunction(narrow, other), other]);
}

interface Found {
  readonly option: Part;
  readonly violations: readonly Violation[];
}

/** Of several shapes that all let too little through, what the nearest one misses tells most. */
function nearest(narrow: Case, found: readonly Found[], prover: Prover): Violation[] {
  const near = found.filter(({ option }) => !areApart(narrow, option, prover));
  const [best] = near.map(({ violations }) => violations).sort((one, other) => one.length - other.length);
  return best === undefined ? [{ kind: 'type', at: [], what: nounOf(narrow.type) }] : [...best];
}

/** Beyond so many kinds a case is not told apart. */
const MAX_KINDS = 16;

/**
 * The case once for each value of a field that is always there and has few: what tells the shapes of a union apart.
 *
 * Nothing when no shape looks at such a field, or when the case has one value for it already.
 */
function splitByField(narrow: Case, options: readonly Part[]): Part[][] | undefined {
  const view = objectView(narrow.atoms);
  for (const name of view.required) {
    const values = listedValues(view.field(name));
    if (values === undefined || values.length < 2 || values.length > MAX_KINDS) continue;
    const [first] = options;
    if (first === undefined) return undefined;
    const own = asConjunction(narrow, first);
    return values.map((value) => [within(first, { properties: { [name]: { const: value } } }), ...own]);
  }
  return undefined;
}

/** The values that a field may have where schemas list them. */
function listedValues(field: readonly Part[]): readonly Json[] | undefined {
  const lists = field.flatMap(({ schema }) => {
    if (!isJsonObject(schema)) return [];
    if (schema.const !== undefined) return [[schema.const]];
    return Array.isArray(schema.enum) ? [schema.enum as readonly Json[]] : [];
  });
  const [first, ...others] = lists.map((list) => new Map(list.map((value) => [canonicalJson(value), value])));
  return first && [...first].filter(([key]) => others.every((other) => other.has(key))).map(([, value]) => value);
}
