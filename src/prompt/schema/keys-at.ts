import * as z from 'zod';

/** The keys that a schema knows for the mapping at a path: what a misspelt key may have meant. */
export function keysAt(schema: unknown, [step, ...rest]: readonly (string | number)[]): readonly string[] {
  const below = step === undefined ? [] : [step, ...rest];
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return keysAt(schema.unwrap(), below);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => keysAt(option, below));
  if (schema instanceof z.ZodArray) return keysAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  if (step === undefined) return Object.keys(schema.shape);
  return keysAt(schema.shape[step] ?? schema.def.catchall, rest);
}
