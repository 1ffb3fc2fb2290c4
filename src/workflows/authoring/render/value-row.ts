import type { JsonObject } from '../../../base/json/canonical-json.ts';

/** One set of values, and what tells it from the others. */
export interface ValueRow {
  readonly label?: string;
  readonly values: JsonObject;
}

/** Reads a file that a person named, or stdin. */
export type ReadText = (named: string, what: string) => Promise<string>;
