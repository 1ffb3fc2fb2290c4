import type { Json } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../document/yaml/locate.ts';
import type { RuleId, RuleLevel } from './rules.ts';

/** What a rule found, before levels, places and ignores. */
export interface Found {
  readonly rule: RuleId;
  readonly path: ValuePath;
  readonly message: string;
  /** Better than what the rule says in general. */
  readonly hint?: string;
  readonly before?: Json;
  readonly after?: Json;
  /** Where this case weighs more or less than the rule does by default. */
  readonly level?: RuleLevel;
}

/** The sides of a change as members of a finding. */
export function sides(before: Json | undefined, after: Json | undefined): Pick<Found, 'before' | 'after'> {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
