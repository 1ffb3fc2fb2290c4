import type { z } from 'zod';
import type { Json } from '../../base/json/canonical-json.ts';
import { templateProblem } from './expected-value.ts';

/** A parameter that may name what the case expects; an expression that cannot be read is a finding. */
export function templated<Schema extends z.ZodType<Json>>(schema: Schema): Schema {
  return schema.check((context) => {
    const problem = templateProblem(context.value as Json);
    if (problem !== undefined) context.issues.push({ code: 'custom', message: problem, input: context.value });
  }) as Schema;
}
