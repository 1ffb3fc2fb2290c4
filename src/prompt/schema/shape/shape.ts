/**
 * What a JSON value must be, as plain data: generated from the zod schemas, so that reading a file needs no zod.
 *
 * Holds only what the schemas of files use; `shapeOf` refuses a schema that says more.
 */
export type Shape =
  | { readonly is: 'any' | 'boolean' }
  | TextShape
  | NumberShape
  | { readonly is: 'word'; readonly of: readonly string[] }
  | { readonly is: 'list'; readonly of: Shape; readonly min?: number }
  | MappingShape
  | RecordShape
  | { readonly is: 'either'; readonly of: readonly Shape[] }
  | { readonly is: 'nullable'; readonly of: Shape };

export interface TextShape {
  readonly is: 'text';
  readonly min?: number;
  /** The source of a regular expression without flags. */
  readonly pattern?: string;
  /** What to say of a text that does not match. */
  readonly error?: string;
}

export interface NumberShape {
  readonly is: 'number' | 'int';
  readonly min?: number;
  /** Exclusive. */
  readonly above?: number;
  readonly max?: number;
}

/** A mapping with keys that are known. */
export interface MappingShape {
  readonly is: 'mapping';
  readonly keys: Readonly<Record<string, Shape>>;
  readonly required?: readonly string[];
  /** What stands under other keys; absent: there may be none. */
  readonly others?: Shape;
}

/** A mapping with keys of the user's own. */
export interface RecordShape {
  readonly is: 'record';
  readonly names?: Shape;
  readonly of: Shape;
}
