import { Failure } from '../../base/failure.ts';
import { isPromptId, type PromptId } from '../../prompt/prompt.ts';
import type { TokenPlace } from '../storage/access/tokens.ts';

/** Items of a page unless the request says otherwise. */
export const PAGE = 100;

/** Cuts a page from one row more than it holds; the extra row shows that there is a next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (last: Row) => string | number,
): { page: Row[]; next?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  if (rows.length <= limit || last === undefined) return { page };
  return { page, next: Buffer.from(String(positionOf(last))).toString('base64url') };
}

/** The prompt id that a cursor stands for. @throws Failure `request-invalid` for a forged one. */
export function promptCursor(cursor: string | undefined): PromptId | undefined {
  if (cursor === undefined) return undefined;
  const text = decode(cursor);
  if (!isPromptId(text)) throw invalid();
  return text;
}

/** The text that a cursor stands for; nearly any will do, because it only says where to go on. @throws Failure `request-invalid` */
export function textCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = decode(cursor);
  if (text.includes('\0')) throw invalid();
  return text;
}

/** The number that a cursor stands for. @throws Failure `request-invalid` for a forged one. */
export function numberCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const text = decode(cursor);
  if (!/^\d{1,15}$/.test(text)) throw invalid();
  return Number(text);
}

/** The token that a cursor stands for. @throws Failure `request-invalid` for a forged one. */
export function tokenCursor(cursor: string | undefined): TokenPlace | undefined {
  if (cursor === undefined) return undefined;
  const [, createdAt, id] = /^(\d{1,15})\.([0-9a-f]{12})$/.exec(decode(cursor)) ?? [];
  if (createdAt === undefined || id === undefined) throw invalid();
  return { createdAt: Number(createdAt), id };
}

/** The principal that a cursor stands for. @throws Failure `request-invalid` for a forged one. */
export function principalCursor(cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const text = decode(cursor);
  if (!/^(?:user|machine)-[0-9a-f]{12}$/.test(text)) throw invalid();
  return text;
}

function decode(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString('utf8');
}

function invalid(): Failure {
  return new Failure('request-invalid', 'The cursor is not one that this server gave.', {
    hint: 'Use `next` of the page before, unchanged.',
  });
}
