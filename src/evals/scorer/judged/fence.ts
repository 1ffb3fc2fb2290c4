import { sha256Hex } from '../../../base/digest.ts';
import { canonicalJson } from '../../../base/json/canonical-json.ts';

/** Texts that are judged, by the names under which a judge prompt shows them. */
export type JudgedTexts = Readonly<Record<string, string>>;

/** Marks around judged texts that none of these texts can hold. */
export interface Fence {
  /** 32 hex digits: half a digest over the texts themselves. */
  readonly code: string;
  /** Between its marks, character by character; only half a surrogate pair becomes U+FFFD. */
  block(name: string): string;
}

/**
 * Puts a fence around texts that somebody else wrote.
 *
 * The code is a digest of the texts and of `salt`, so whoever writes a text cannot write the code into it: any code that
 * he writes is part of what is digested and makes another code. That holds without a secret and without chance, so the
 * same texts make the same request, which the cache and cassettes find again. A code that one of the texts holds all
 * the same is passed over.
 */
export function fenceAround(texts: JudgedTexts, salt: string, hash: (text: string) => string = sha256Hex): Fence {
  const wellFormed = Object.entries(texts).map(([name, text]) => [name, text.replace(/\p{Surrogate}/gu, '\uFFFD')] as const);
  const held = Object.fromEntries(wellFormed);
  let code: string;
  let round = 0;
  do {
    code = hash(canonicalJson({ v: 1, kind: 'fence', salt, round, texts: held })).slice(0, 32);
    round += 1;
  } while (wellFormed.some(([name, text]) => text.includes(code) || name.includes(code)));
  return { code, block: (name) => `<${name}-${code}>\n${held[name] ?? ''}\n</${name}-${code}>` };
}
