import { sha256Hex } from '../base/digest.ts';

/** A token taken apart: `id` finds it, `secret` proves it. */
export interface Token {
  /** 12 hex digits. */
  readonly id: string;
  /** 48 hex digits: 192 random bits. */
  readonly secret: string;
}

/** Random bytes that a token is made of. */
export const TOKEN_BYTES = { id: 6, secret: 24 } as const;

const TOKEN = /^plt_([0-9a-f]{12})_([0-9a-f]{48})([0-9a-f]{8})$/;

/** Writes a token. The prefix lets secret scanners find it, the checksum lets a typing slip be told from a wrong token. */
export function tokenText({ id, secret }: Token): string {
  return `plt_${id}_${secret}${checksum(id, secret)}`;
}

/** Takes a token apart; undefined for any text that is not a whole token. */
export function parseToken(text: string): Token | undefined {
  const [, id, secret, sum] = TOKEN.exec(text) ?? [];
  if (id === undefined || secret === undefined) return undefined;
  return sum === checksum(id, secret) ? { id, secret } : undefined;
}

function checksum(id: string, secret: string): string {
  return sha256Hex(`${id}_${secret}`).slice(0, 8);
}
