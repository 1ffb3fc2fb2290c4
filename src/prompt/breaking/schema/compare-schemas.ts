import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { type Case, casesOf } from './cases.ts';
import { checkCombined } from './check-combined.ts';
import { checkList } from './check-list.ts';
import { checkObject } from './check-object.ts';
import { checkChoices, checkLiteral, checkNumber, checkText, checkType, nounOf } from './check-plain.ts';
import { type Effort, effortOf } from './effort.ts';
import { isEmptyCase } from './empty-case.ts';
import { OPAQUE_KEYWORDS } from './keywords.ts';
import { type Conjunction, conjunctionId, type Part, partId, partOf, resolveReference } from './part.ts';
import type { Prover } from './prover.ts';
import { undecided, type Violation } from './violation.ts';

/** More work than any schema that people write asks for; about a second. */
const MAX_STEPS = 20_000;
/** How deep a proof goes: fields in fields, schemas in schemas. */
const MAX_DEPTH = 120;
/** How far inside documents a contradiction is looked for. */
const MAX_EMPTY_DEPTH = 6;

/**
 * What documents of one JSON Schema another does not let through.
 *
 * No violation is a proof: every document that satisfies `narrow` satisfies `wide`. A violation is a difference,
 * or, of the kind `unknown`, something that could not be decided in the bounds of time and knowledge.
 * Schemas are read as draft 2020-12, or as the earlier draft that their `$schema` names; formats count as checked.
 */
export function schemaViolations(narrow: Json, wide: Json): Violation[] {
  return new Comparison(effortOf(MAX_STEPS)).violations([partOf(narrow)], [partOf(wide)]);
}

/** A question that is being answered, and how deep in the document it was asked. */
interface Open {
  readonly place: number;
  readonly depth: number;
}

class Comparison implements Prover {
  private readonly effort: Effort;
  private readonly open = new Map<string, Open>();
  private readonly answers = new Map<string, Violation[]>();
  private readonly empty = new Map<string, boolean>();
  private documentDepth = 0;
  private emptyDepth = 0;
  private proofDepth = 0;
  /** The outermost open question that the proof at hand leans on. */
  private leansOn = Infinity;

  constructor(effort: Effort) {
    this.effort = effort;
  }

  violations(narrow: Conjunction, wide: Conjunction): Violation[] {
    const key = `${conjunctionId(narrow)} ⊆ ${conjunctionId(wide)}`;
    const answer = this.answers.get(key);
    if (answer !== undefined) return answer;
    const asked = this.open.get(key);
    if (asked !== undefined) return this.leanOn(asked);
    return this.nested(() => this.answered(key, () => this.compared(narrow, wide)));
  }

  violationsInside(narrow: Conjunction, wide: Conjunction): Violation[] {
    this.documentDepth += 1;
    const violations = this.violations(narrow, wide);
    this.documentDepth -= 1;
    return violations;
  }

  violationsOf(narrow: Case, wide: Part): Violation[] {
    const { schema } = wide;
    if (schema === true || narrow.known.has(partId(wide))) return [];
    if (schema === false) return [{ kind: 'type', at: [], what: nounOf(narrow.type) }];
    if (!isJsonObject(schema)) return [undecided('it is no schema')];
    if (narrow.literal !== undefined) return checkLiteral(narrow.literal, wide);
    return this.nested(() => this.keywords(narrow, schema, wide));
  }

  isEmpty(parts: Conjunction): boolean {
    if (parts.length === 0) return false;
    const key = conjunctionId(parts);
    const known = this.empty.get(key);
    if (known !== undefined) return known;
    if (this.emptyDepth >= MAX_EMPTY_DEPTH || this.proofDepth > MAX_DEPTH || !this.effort.spend()) return false;
    // Asked again inside itself, the answer is the safe one.
    this.empty.set(key, false);
    const before = this.leansOn;
    this.leansOn = Infinity;
    this.emptyDepth += 1;
    const isEmpty = casesOf(parts, this.effort).every((one) => isEmptyCase(one, this));
    this.emptyDepth -= 1;
    if (isEmpty && this.leansOn < Infinity) this.empty.delete(key);
    else this.empty.set(key, isEmpty);
    this.leansOn = Math.min(before, this.leansOn);
    return isEmpty;
  }

  /**
   * A document inside another is smaller, so a proof about all smaller documents may be used to prove the larger;
   * without a step inwards the question would only repeat itself.
   */
  private leanOn({ place, depth }: Open): Violation[] {
    if (depth >= this.documentDepth) return [undecided('a reference leads back to itself')];
    this.leansOn = Math.min(this.leansOn, place);
    return [];
  }

  private nested(prove: () => Violation[]): Violation[] {
    if (this.proofDepth > MAX_DEPTH || !this.effort.spend()) return [undecided('the schemas are too intricate to compare')];
    this.proofDepth += 1;
    const violations = prove();
    this.proofDepth -= 1;
    return violations;
  }

  /** Keeps an answer that leans on no question that is still open. */
  private answered(key: string, prove: () => Violation[]): Violation[] {
    const place = this.open.size;
    const before = this.leansOn;
    this.leansOn = Infinity;
    this.open.set(key, { place, depth: this.documentDepth });
    const violations = prove();
    this.open.delete(key);
    if (this.leansOn >= place) {
      this.answers.set(key, violations);
      this.leansOn = before;
    } else this.leansOn = Math.min(before, this.leansOn);
    return violations;
  }

  private compared(narrow: Conjunction, wide: Conjunction): Violation[] {
    const cases = casesOf(narrow, this.effort).filter((one) => !isEmptyCase(one, this));
    return unique(cases.flatMap((one) => wide.flatMap((part) => this.violationsOf(one, part))));
  }

  private keywords(narrow: Case, wide: JsonObject, part: Part): Violation[] {
    const mismatch = [...checkType(narrow, wide), ...checkChoices(narrow, wide, part)];
    if (mismatch.length > 0) return mismatch;
    const opaque = Object.keys(wide).filter((keyword) => OPAQUE_KEYWORDS.has(keyword));
    return [
      ...opaque.map((keyword) => undecided(`\`${keyword}\` cannot be compared`)),
      ...(narrow.type === 'number' ? checkNumber(narrow, wide) : []),
      ...(narrow.type === 'string' ? checkText(narrow, wide) : []),
      ...(narrow.type === 'array' ? checkList(narrow, wide, part, this) : []),
      ...(narrow.type === 'object' ? checkObject(narrow, wide, part, this) : []),
      ...checkCombined(narrow, wide, part, this),
      ...this.reference(narrow, wide, part),
    ];
  }

  private reference(narrow: Case, { $ref }: JsonObject, part: Part): Violation[] {
    if ($ref === undefined) return [];
    const target = typeof $ref === 'string' ? resolveReference($ref, part.root) : undefined;
    return target === undefined
      ? [undecided(`the reference ${canonicalJson($ref)} leads nowhere inside the schema`)]
      : this.violationsOf(narrow, target);
  }
}

function unique(violations: readonly Violation[]): Violation[] {
  const kept = new Map(violations.map((violation) => [JSON.stringify([violation.at, violation.kind, violation.what]), violation]));
  return [...kept.values()];
}
