import { matchesIn } from '../text/matches-in.ts';
import { type AssignedSecret, assignedSecrets } from './assigned-secrets.ts';
import { entropy, isMadeUp } from './made-up.ts';
import { SECRET_KINDS, type SecretKind } from './secret-kinds.ts';

/** A secret in a text: offsets in UTF-16 code units, end exclusive. */
export interface Secret {
  /** Stable id of its kind, for example `openai`. */
  readonly kind: string;
  /** As a message names the kind, with its article. */
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * What of a text is, by its looks, a key, a token or a password that works somewhere; by place, none inside another.
 *
 * Placeholders, templates and counted characters are none. The time is linear in the text, whatever it holds.
 */
export function findSecrets(text: string): Secret[] {
  const shaped = isKeyLike(text) ? SECRET_KINDS.flatMap((kind) => secretsOf(kind, text)) : [];
  const candidates = [...shaped, ...assignedSecrets(text)];
  // Sorting is stable: of two that start together the kind that is tried first names the key.
  candidates.sort((one, other) => one.start - other.start);
  const found: Secret[] = [];
  for (const { id, name, start, end } of candidates) {
    if (start >= (found.at(-1)?.end ?? 0)) found.push({ kind: id, name, start, end });
  }
  return found;
}

/** Every shape of a key has so many of these in a row, and hardly a sentence does. */
const LEAST_SIGNS = 20;
const SIGNS = new Set([...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~+/=-'].map((sign) => sign.charCodeAt(0)));
const IS_SIGN = Uint8Array.from({ length: 128 }, (_, code) => Number(SIGNS.has(code)));

/** False for most texts, which then need not be tried on each shape. */
function isKeyLike(text: string): boolean {
  let signs = 0;
  for (let at = 0; at < text.length; at += 1) {
    signs = IS_SIGN[text.charCodeAt(at)] === 1 ? signs + 1 : 0;
    if (signs >= LEAST_SIGNS) return true;
  }
  return text.includes('-----BEGIN ');
}

/** Real keys are made by chance: fewer bits per character than this are a text with the right beginning. */
const LEAST_ENTROPY = 3;

function secretsOf({ id, name, pattern, isCertain }: SecretKind, text: string): AssignedSecret[] {
  return matchesIn(text, pattern).flatMap(({ index, 0: match }) => {
    const isReal = isCertain === true || (!isMadeUp(match) && entropy(match) >= LEAST_ENTROPY && /\d|[a-z][A-Z]/.test(match));
    return isReal ? [{ id, name, start: index, end: index + match.length }] : [];
  });
}
