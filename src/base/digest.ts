import { hashText } from './hash.ts';
import { canonicalJson, type Json } from './json/canonical-json.ts';

/** `sha256:` and 64 hex digits: the version of a content. Screens show the first twelve digits. */
export type Digest = `sha256:${string}` & { readonly __brand: 'Digest' };

/** A full digest; the protocol documents it by this. */
export const DIGEST_PATTERN = /^sha256:[0-9a-f]{64}$/;

/** Names a content by its canonical JSON: equal values, equal digest, whatever wrote them. */
export function digestOf(content: Json): Digest {
  return `sha256:${sha256Hex(canonicalJson(content))}` as Digest;
}

/** Hex SHA-256 of the UTF-8 bytes of a text. */
export function sha256Hex(text: string): string {
  return hashText('sha256', text);
}

/** Type guard for a full digest. */
export function isDigest(value: unknown): value is Digest {
  return typeof value === 'string' && DIGEST_PATTERN.test(value);
}

/** The first twelve hex digits: how people see a digest. */
export function shortDigest(digest: Digest): string {
  return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}
