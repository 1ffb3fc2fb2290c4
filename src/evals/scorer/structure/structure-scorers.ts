import * as z from 'zod';
import { passOrFail, quoted } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import { htmlProblem } from './html-problem.ts';
import { sqlProblem } from './sql-problem.ts';
import { xmlProblem } from './xml-problem.ts';

const elementPath = z
  .string()
  .regex(/^[^\s/<>]+(?:\/[^\s/<>]+)*$/, 'names of elements from the root down, parted by `/`, like `report/summary`');

const STATEMENTS = ['select', 'insert', 'update', 'delete', 'lock', 'create', 'alter', 'drop', 'truncate', 'set', 'show'] as const;

/** Scorers that read the answer as a text of another language. Their parsers are loaded with the first answer. */
export const STRUCTURE_SCORERS = {
  'is-xml': defineScorer(
    'The output is a well-formed XML document.',
    z.strictObject({ elements: z.array(elementPath).min(1).describe('Elements that must be there, like `report/summary`.').optional() }),
    ({ elements = [] }) =>
      () =>
      ({ text }) =>
        judged('XML', text, xmlProblem(text, elements)),
  ),

  'is-html': defineScorer(
    'The output is HTML: a document or a fragment without errors.',
    z.strictObject({}),
    () =>
      () =>
      ({ text }) =>
        judged('HTML', text, htmlProblem(text)),
  ),

  'is-sql': defineScorer(
    'The output is SQL that does only what it may.',
    z.strictObject({
      dialect: z.enum(['postgresql']).describe('Whose SQL. Default postgresql.').default('postgresql'),
      statements: z
        .array(z.enum(STATEMENTS))
        .min(1)
        .describe('What it may do; `lock` is a `select … for update`. Default: only `select`.')
        .default(['select']),
      tables: z.array(z.string().min(1)).describe('The only tables that it may use, like `orders` or `shop.orders`.').optional(),
    }),
    ({ statements, tables }) =>
      () =>
      ({ text }) =>
        judged('SQL', text, sqlProblem(text, { statements, tables })),
  ),
} as const;

async function judged(language: string, text: string, finding: Promise<string | undefined>) {
  const problem = await finding;
  return passOrFail(problem === undefined, () => `The answer ${quoted(text)} is not the ${language} that was asked for: ${problem}.`);
}
