import type { ForeignText } from '../foreign-text.ts';
import type { FreeNames } from '../free-names.ts';
import type { HandlebarsPlaces } from './handlebars-places.ts';

/** What a template is read with. */
export interface HandlebarsReading {
  readonly source: ForeignText;
  readonly places: HandlebarsPlaces;
  readonly names: FreeNames;
  readonly resolve: ResolvePartial;
  /** True inside a partial: what it was given must be handed on by name. */
  readonly isPartial: boolean;
}

/** A partial among the files given: its id with us, and the variables that it reads. */
export interface KnownPartial {
  readonly id: string;
  readonly variables: readonly string[];
  /** True when it is one line whatever the values are. */
  readonly isFixedLine: boolean;
}

/** Finds a partial by its Handlebars name; undefined when there is none. */
export type ResolvePartial = (name: string) => KnownPartial | undefined;
