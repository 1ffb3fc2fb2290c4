import * as z from 'zod';
import { type Email, normalEmail } from '../../access/email.ts';
import { ACCESS_ROLES } from '../../access/role.ts';
import { textSchema, timeSchema } from '../values.ts';

/** Names of prompts or environments with stars: what the names themselves are made of, and no letters that look like others. */
const globSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9*][A-Za-z0-9*_./-]*$/, 'must be a name, or names with `*`');

/** A grant as people give it: the project is that of the route. */
export const grantSchema = z.strictObject({
  role: z.enum(ACCESS_ROLES),
  environments: globSchema.default('*'),
  prompts: globSchema.default('*'),
});
export type Grant = z.infer<typeof grantSchema>;

export const bindingSchema = z.object({
  role: z.enum(ACCESS_ROLES),
  project: z.string(),
  environments: z.string(),
  prompts: z.string(),
});

/** A name that people read in lists and logs. */
export const nameSchema = textSchema.trim().min(1).max(80);

export const emailSchema = z
  .string()
  .max(300)
  .transform((text, context): Email => {
    const email = normalEmail(text);
    if (email !== undefined) return email;
    context.addIssue({ code: 'custom', message: 'must be a mail address in ASCII' });
    return z.NEVER;
  }) as unknown as z.ZodType<Email, string>;

/** Long enough that guessing is hopeless; the upper bound is what hashing may be asked. */
const PASSWORD_LENGTH = { least: 12, most: 256 } as const;
export const newPasswordSchema = z.string().min(PASSWORD_LENGTH.least).max(PASSWORD_LENGTH.most);

/** Ends a token after so many days; 0: never. */
export const expiryDaysSchema = z.int().min(0).max(3650);
export const DEFAULT_EXPIRY_DAYS = 90;

/** A token to its owner; the only time that it is shown. */
export const issuedTokenSchema = z.object({
  token: z.string(),
  id: z.string(),
  name: z.string(),
  expiresAt: timeSchema.exactOptional(),
});
