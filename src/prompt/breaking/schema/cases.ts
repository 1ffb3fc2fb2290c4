import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { Effort } from './effort.ts';
import { evaluatedMembers } from './evaluated-members.ts';
import { admits, JSON_TYPES, type JsonType, jsonType, typeNames } from './json-type.ts';
import { type Conjunction, type Part, partId, resolveReference, within } from './part.ts';

/**
 * One way to satisfy a conjunction: documents of one type, or one value.
 *
 * Together the cases of a conjunction cover every document that satisfies it, and maybe more: what cannot be
 * split is left out, which only makes a proof harder.
 */
export interface Case {
  readonly type: JsonType;
  /** The only document of the case. */
  readonly literal?: Json;
  /** Schemas without `allOf`, `anyOf`, `$ref` and the like that every document of the case satisfies. */
  readonly atoms: Conjunction;
  /** Schemas that no document of the case satisfies. */
  readonly nots: Conjunction;
  /** Ids of all schemas that every document of the case satisfies. */
  readonly known: ReadonlySet<string>;
}

/** More ways than this are not told apart. */
const MAX_CASES = 200;
/** Schemas inside schemas that are about the same document. */
const MAX_DEPTH = 40;

interface Draft {
  readonly types: readonly JsonType[];
  readonly literals?: readonly Json[];
  readonly atoms: Conjunction;
  readonly nots: Conjunction;
  readonly known: ReadonlySet<string>;
}

/** Splits a conjunction into cases. No case at all means that nothing satisfies it. */
export function casesOf(parts: Conjunction, effort: Effort): Case[] {
  const start: Draft = { types: JSON_TYPES, atoms: [], nots: [], known: new Set() };
  const drafts = parts.reduce((list, part) => assume(list, part, { depth: MAX_DEPTH, effort }), [start]);
  return drafts.flatMap(finished);
}

interface Bounds {
  readonly depth: number;
  readonly effort: Effort;
}

function finished({ types, literals, ...rest }: Draft): Case[] {
  const values = literals?.filter((literal) => types.includes(jsonType(literal)));
  if (values !== undefined) return values.map((literal) => ({ ...rest, type: jsonType(literal), literal }));
  return types.flatMap((type): Case[] => {
    if (type === 'null') return [{ ...rest, type, literal: null }];
    if (type === 'boolean') return [true, false].map((literal) => ({ ...rest, type, literal }));
    return [{ ...rest, type }];
  });
}

/** Lets only those documents through that satisfy one more schema. */
function assume(drafts: readonly Draft[], part: Part, { depth, effort }: Bounds): Draft[] {
  const { schema } = part;
  if (schema === false) return [];
  if (!isJsonObject(schema) || depth === 0 || !effort.spend(1 + drafts.length)) return [...drafts];
  const id = partId(part);
  const fresh = drafts.filter(({ known }) => !known.has(id)).map((draft) => ({ ...draft, known: new Set([...draft.known, id]) }));
  const settled = drafts.filter(({ known }) => known.has(id));
  const steps = [withTypes, withChoices, withAtom, withReference, withAll, withAny, withOne, withNot, withCondition];
  return [...settled, ...steps.reduce<Draft[]>((list, step) => step(list, part, schema, { depth: depth - 1, effort }), fresh)];
}

type Step = (drafts: Draft[], part: Part, schema: JsonObject, bounds: Bounds) => Draft[];

const withTypes: Step = (drafts, _part, schema) => {
  const names = typeNames(schema);
  if (names === undefined) return drafts;
  return drafts
    .map((draft) => ({ ...draft, types: draft.types.filter((type) => admits(names, type)) }))
    .filter(({ types }) => types.length > 0);
};

const withChoices: Step = (drafts, _part, { enum: choices, const: only }) => {
  const lists = [...(Array.isArray(choices) ? [choices as readonly Json[]] : []), ...(only === undefined ? [] : [[only]])];
  return lists.reduce((list, allowed) => list.map((draft) => ({ ...draft, literals: shared(draft.literals, allowed) })), drafts);
};

function shared(literals: readonly Json[] | undefined, allowed: readonly Json[]): readonly Json[] {
  const unique = new Map(allowed.map((value) => [canonicalJson(value), value]));
  return literals === undefined ? [...unique.values()] : literals.filter((literal) => unique.has(canonicalJson(literal)));
}

/** Keywords that are taken apart; the others stay together as an atom. */
const TAKEN_APART: ReadonlySet<string> = new Set([
  '$ref',
  'const',
  'enum',
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  '$defs',
  'definitions',
]);

const withAtom: Step = (drafts, part, schema) => {
  const kept = Object.entries(schema).filter(([keyword]) => !TAKEN_APART.has(keyword) && !keyword.startsWith('unevaluated'));
  const atoms = [...(kept.length > 0 ? [within(part, Object.fromEntries(kept))] : []), ...unevaluatedAtom(part, schema)];
  return atoms.length === 0 ? drafts : drafts.map((draft) => ({ ...draft, atoms: [...draft.atoms, ...atoms] }));
};

/** Fields that no schema beside it could have seen are what `unevaluatedProperties` is surely about. */
function unevaluatedAtom(part: Part, { unevaluatedProperties }: JsonObject): Part[] {
  if (unevaluatedProperties === undefined) return [];
  const seen = evaluatedMembers(part, 'maybe');
  return seen === 'all' ? [] : [within(part, { ...seen, additionalProperties: unevaluatedProperties })];
}

const withReference: Step = (drafts, part, { $ref }, bounds) => {
  const target = typeof $ref === 'string' ? resolveReference($ref, part.root) : undefined;
  return target === undefined ? drafts : assume(drafts, target, bounds);
};

const withAll: Step = (drafts, part, { allOf }, bounds) =>
  members(part, allOf).reduce((list, member) => assume(list, member, bounds), drafts);

const withAny: Step = (drafts, part, { anyOf }, bounds) => (Array.isArray(anyOf) ? split(drafts, part, 'anyOf', anyOf, bounds) : drafts);

/** Exactly one holds: in each way, none of the others. */
const withOne: Step = (drafts, part, { oneOf }, bounds) => (Array.isArray(oneOf) ? split(drafts, part, 'oneOf', oneOf, bounds) : drafts);

function split(drafts: Draft[], part: Part, keyword: 'anyOf' | 'oneOf', list: readonly Json[], bounds: Bounds): Draft[] {
  const told = drafts.map((draft) => knowing(draft, within(part, { [keyword]: list })));
  if (list.length * told.length > MAX_CASES) return told;
  const options = members(part, list);
  const ways = options.flatMap((option, index) => {
    const nots = keyword === 'oneOf' ? options.filter((_, other) => other !== index) : [];
    return assume(told, option, bounds).map((draft) => ({ ...draft, nots: [...draft.nots, ...nots] }));
  });
  return ways.length > MAX_CASES ? told : ways;
}

const withNot: Step = (drafts, part, { not }) =>
  not === undefined
    ? drafts
    : drafts.map((draft) => ({ ...knowing(draft, within(part, { not })), nots: [...draft.nots, within(part, not)] }));

const withCondition: Step = (drafts, part, schema, bounds) => {
  if (schema.if === undefined) return drafts;
  const { if: condition, then: consequence = true, else: alternative = true } = schema;
  const told = drafts.map((draft) => knowing(draft, within(part, conditionOf(schema))));
  const whenTrue = assume(assume(told, within(part, condition), bounds), within(part, consequence), bounds);
  const whenFalse = withNot(assume(told, within(part, alternative), bounds), part, { not: condition }, bounds);
  const ways = [...whenTrue, ...whenFalse];
  return ways.length > MAX_CASES ? told : ways;
};

/** The keywords of a condition, which only together say anything. */
export function conditionOf({ if: condition = true, then: consequence = true, else: alternative = true }: JsonObject): JsonObject {
  return Object.fromEntries([
    ['if', condition],
    ['then', consequence],
    ['else', alternative],
  ]);
}

function knowing(draft: Draft, part: Part): Draft {
  return { ...draft, known: new Set([...draft.known, partId(part)]) };
}

function members(part: Part, list: Json | undefined): Part[] {
  return Array.isArray(list) ? (list as readonly Json[]).map((member) => within(part, member)) : [];
}
