import * as z from 'zod';

/** What may stand above the text of a partial. */
export const frontMatter = z.strictObject({ template: z.enum(['liquid', 'simple', 'none']).optional() });
