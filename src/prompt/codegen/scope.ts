import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { TypeText } from './type-text.ts';

/** What a TypeScript type can tell apart; an `integer` is a `number`. */
export type Kind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';
/** All of them: what a value is that nothing is said of. */
export const KINDS: readonly Kind[] = ['string', 'number', 'boolean', 'null', 'array', 'object'];

/** Where a schema stands while its type is written. */
export interface Scope {
  /** The document that `#` names. */
  readonly root: JsonObject;
  /** What the names of its definitions start with. */
  readonly prefix: string;
  /** Told of every definition that is used, by its pointer. */
  use(pointer: string): void;
  /** The definition that is being written, as long as nothing lies between it and this place. */
  readonly within?: string;
  /** Of a schema with an address of its own, where `#` names something else. */
  readonly isElsewhere: boolean;
  /** What the value is known to be from around. */
  readonly kinds: readonly Kind[];
  readonly indent: string;
  readonly isReadonly: boolean;
  /** Writes the type of a schema in it. */
  typeOf(schema: Json | undefined, scope: Scope): TypeText;
}

/** The scope of another value: a member or an item of this one. */
export function inside({ within: _, ...scope }: Scope, deeper = false): Scope {
  return { ...scope, kinds: KINDS, ...(deeper && { indent: `${scope.indent}  ` }) };
}
