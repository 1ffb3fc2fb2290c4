import { Unscorable } from '../scorer.ts';
import { type SqlContent, sqlContent } from './sql-content.ts';

/** What a SQL text may do. */
export interface SqlRules {
  readonly statements: readonly string[];
  /** Absent: any. */
  readonly tables?: readonly string[] | undefined;
}

/** Ten thousand characters take the parser one to two seconds; beyond that an answer would hold up the run. */
const LONGEST = 10_000;

/**
 * Says why a text is no SQL of PostgreSQL that does only what it may; undefined when it is.
 *
 * Nothing is run: what functions do, and whether tables and columns exist, is not known.
 * @throws Unscorable for more than 10,000 characters
 */
export async function sqlProblem(text: string, { statements, tables }: SqlRules): Promise<string | undefined> {
  if (text.trim() === '') return 'it is empty';
  if (text.length > LONGEST) throw new Unscorable(`the answer has ${text.length} characters; SQL is read up to ${LONGEST}`);
  const { parse } = await import('pgsql-ast-parser');
  const content = contentOf(text, parse);
  if (typeof content === 'string') return content;
  const forbidden = [...content.kinds].find((kind) => !statements.includes(kind));
  if (forbidden !== undefined) return `it may not ${forbidden}`;
  const foreign = tables && [...content.tables].find((table) => !tables.includes(table));
  return foreign === undefined ? undefined : `it uses the table ${JSON.stringify(foreign.slice(0, 60))}`;
}

function contentOf(text: string, parse: typeof import('pgsql-ast-parser').parse): SqlContent | string {
  try {
    return sqlContent(parse(text));
  } catch (error) {
    if (error instanceof RangeError) throw new Unscorable('the answer is nested too deeply');
    return `it cannot be parsed: ${firstLine(error)}`;
  }
}

function firstLine(error: unknown): string {
  const [line = ''] = String((error as Error).message).split('\n');
  return line.replace(/[:.\s]+$/, '').slice(0, 120);
}
