import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { Case } from './cases.ts';
import { bounded } from './check-plain.ts';
import { evaluatedMembers } from './evaluated-members.ts';
import { numbers } from './list-view.ts';
import { matchesPattern } from './matches-pattern.ts';
import { type ObjectView, objectView } from './object-view.ts';
import { type Part, within } from './part.ts';
import { asConjunction, type Prover } from './prover.ts';
import { below, undecided, type Violation } from './violation.ts';

/** Whether the keywords of objects let a case through. */
export function checkObject(narrow: Case, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const malformed = MAPPINGS.filter((keyword) => wide[keyword] !== undefined && !isJsonObject(wide[keyword]));
  if (malformed.length > 0) return malformed.map((keyword) => undecided(`\`${keyword}\` is no mapping`));
  const view = objectView(narrow.atoms);
  return [
    ...checkRequired(view, wide),
    ...checkFields(view, wide, part, prover),
    ...checkUnevaluated(view, wide, part, prover),
    ...checkNames(narrow, view, wide, part, prover),
    ...checkCounts(narrow, view, wide, prover),
    ...checkDependencies(narrow, view, wide, part, prover),
  ];
}

const MAPPINGS = ['properties', 'patternProperties', 'dependentRequired', 'dependentSchemas'] as const;

function mapping(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

function checkRequired({ required }: ObjectView, { required: asked = [] }: JsonObject): Violation[] {
  if (!Array.isArray(asked)) return [undecided('`required` is no list')];
  return (asked as readonly Json[]).flatMap((name): Violation[] =>
    required.has(String(name)) ? [] : [{ kind: 'required', at: [], what: `an object without "${String(name)}"`, field: String(name) }],
  );
}

function checkFields(view: ObjectView, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const [properties, patterns] = [mapping(wide.properties), mapping(wide.patternProperties)];
  const named = Object.entries(properties).flatMap(([name, schema]) => checkField(name, view, within(part, schema), prover));
  const matched = Object.entries(patterns).flatMap(([pattern, schema]) => [
    ...[...view.names]
      .filter((name) => matchesPattern(pattern, name) !== false)
      .flatMap((name) => checkField(name, view, within(part, schema), prover)),
    ...below('*', prover.violationsInside(view.fieldsMatching(pattern), [within(part, schema)])),
  ]);
  return [...named, ...matched, ...checkOthers(view, wide, part, prover)];
}

function checkField(name: string, view: ObjectView, wide: Part, prover: Prover): Violation[] {
  const field = view.field(name);
  return prover.isEmpty(field) ? [] : below(name, prover.violationsInside(field, [wide]));
}

/** Every field that the wider schema does not name must satisfy its `additionalProperties`. */
function checkOthers(view: ObjectView, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const { additionalProperties: rest, properties, patternProperties } = wide;
  if (rest === undefined || rest === true) return [];
  const patterns = Object.keys(mapping(patternProperties));
  const isNamed = (name: string): boolean =>
    Object.hasOwn(mapping(properties), name) || patterns.some((pattern) => matchesPattern(pattern, name) === true);
  const others = [...view.names].filter((name) => !isNamed(name));
  const free = view.otherFields(patterns);
  if (rest === false) {
    const extra = others.filter((name) => !prover.isEmpty(view.field(name)));
    const more: Violation[] = prover.isEmpty(free) ? [] : [{ kind: 'extra', at: [], what: 'an object with fields of any name' }];
    return [...extra.map((field): Violation => ({ kind: 'extra', at: [], what: `an object with "${field}"`, field })), ...more];
  }
  return [
    ...others.flatMap((name) => checkField(name, view, within(part, rest), prover)),
    ...(prover.isEmpty(free) ? [] : below('*', prover.violationsInside(free, [within(part, rest)]))),
  ];
}

/** Fields that are surely looked at elsewhere are free; to ask the rest of all others asks too much, which is safe. */
function checkUnevaluated(view: ObjectView, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const { unevaluatedProperties: rest } = wide;
  if (rest === undefined || rest === true) return [];
  const seen = evaluatedMembers(part, 'surely');
  return seen === 'all' ? [] : checkOthers(view, { ...seen, additionalProperties: rest }, part, prover);
}

function checkNames(narrow: Case, view: ObjectView, { propertyNames }: JsonObject, part: Part, prover: Prover): Violation[] {
  if (propertyNames === undefined || propertyNames === true) return [];
  const wanted = [within(part, propertyNames)];
  const own = narrow.atoms.flatMap(({ schema, root }) =>
    isJsonObject(schema) && schema.propertyNames !== undefined ? [{ root, schema: schema.propertyNames }] : [],
  );
  const names = prover.isEmpty(view.otherFields())
    ? [...view.names]
        .filter((name) => !prover.isEmpty(view.field(name)))
        .flatMap((name) => prover.violationsInside([within(part, { const: name })], wanted))
    : prover.violationsInside([within(part, { type: 'string' }), ...own], wanted);
  return names.length === 0 ? [] : [{ kind: 'extra', at: [], what: 'an object with other names of fields' }];
}

function checkCounts(narrow: Case, view: ObjectView, wide: JsonObject, prover: Prover): Violation[] {
  if (wide.minProperties === undefined && wide.maxProperties === undefined) return [];
  const schemas = narrow.atoms.flatMap(({ schema }) => (isJsonObject(schema) ? [schema] : []));
  const least = Math.max(view.required.size, ...numbers(schemas, 'minProperties'));
  const possible = prover.isEmpty(view.otherFields())
    ? [...view.names].filter((name) => !prover.isEmpty(view.field(name))).length
    : Infinity;
  const most = Math.min(possible, ...numbers(schemas, 'maxProperties'));
  return [
    ...bounded(
      wide,
      'minProperties',
      (limit) => least >= limit,
      (limit) => `an object of fewer than ${limit} fields`,
    ),
    ...bounded(
      wide,
      'maxProperties',
      (limit) => most <= limit,
      (limit) => `an object of more than ${limit} fields`,
    ),
  ];
}

/** What must hold once a field is there. */
function checkDependencies(narrow: Case, view: ObjectView, wide: JsonObject, part: Part, prover: Prover): Violation[] {
  const whenThere = (name: string, schema: Json): Violation[] => {
    if (prover.isEmpty(view.field(name))) return [];
    return prover.violations([...asConjunction(narrow, part), within(part, { required: [name] })], [within(part, schema)]);
  };
  return [
    ...Object.entries(mapping(wide.dependentRequired)).flatMap(([name, others]) => whenThere(name, { required: others })),
    ...Object.entries(mapping(wide.dependentSchemas)).flatMap(([name, schema]) => whenThere(name, schema)),
  ];
}
