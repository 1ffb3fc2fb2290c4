import * as z from 'zod';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const scalars = z.array(scalar).min(1);

const comparison = z.strictObject({
  is: scalar.describe('The attribute is this value.').optional(),
  not: scalar.describe('The attribute is another value, or is not given.').optional(),
  in: scalars.describe('The attribute is one of these values.').optional(),
  notIn: scalars.describe('The attribute is none of these values, or is not given.').optional(),
  gt: z.number().describe('The attribute is a number greater than this.').optional(),
  gte: z.number().describe('The attribute is this number or a greater one.').optional(),
  lt: z.number().describe('The attribute is a number less than this.').optional(),
  lte: z.number().describe('The attribute is this number or a lesser one.').optional(),
  startsWith: z.string().min(1).describe('The attribute is a text that starts so.').optional(),
  endsWith: z.string().min(1).describe('The attribute is a text that ends so.').optional(),
});

/**
 * What must be true of some attributes: `{ country: { in: [DE, FR] }, plan: beta }`.
 *
 * All attributes that are named must satisfy theirs, in all that is asked of them. A bare value asks for just that value.
 */
export const conditionSchema = z
  .record(
    z.string().min(1),
    z.union([scalar, comparison.refine((asked) => Object.keys(asked).length > 0, 'at least one comparison, like `in: [DE, FR]`')]),
  )
  .refine((attributes) => Object.keys(attributes).length > 0, 'at least one attribute, like `country: DE`');

/** A condition that has the right shape. */
export type Condition = z.infer<typeof conditionSchema>;
export type Comparison = z.infer<typeof comparison>;
export type Scalar = z.infer<typeof scalar>;
