import { SECRET_KINDS } from '../base/secret/secret-kinds.ts';

/**
 * How the keys of providers look, and of the services whose keys end up in prompts.
 *
 * Looser than the search of a repository: a provider quotes a key in part (`sk-abc***xyz`), and cutting too much out of an
 * error costs nothing.
 */
const KEY_PATTERNS: readonly RegExp[] = [
  /\bsk-[A-Za-z0-9_*-]{8,}/g,
  /\bBearer\s+[A-Za-z0-9._~+/-]{16,}/g,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/g,
  /\b(?:gsk|hf|gh[pousr]|github_pat)_[A-Za-z0-9_]{20,}/g,
  /\bAKIA[A-Z0-9]{16}\b/g,
  ...SECRET_KINDS.map(({ pattern }) => pattern),
];

/** True for a text that holds what looks like a key. */
export function holdsKey(text: string): boolean {
  return KEY_PATTERNS.some((pattern) => text.search(pattern) >= 0);
}

/** A text fit for an error or a log: what looks like a key, and the key itself, are cut out. */
export function withoutKeys(text: string, apiKey?: string): string {
  const known = apiKey === undefined ? text : text.replaceAll(apiKey, '[key]');
  return KEY_PATTERNS.reduce((cleaned, pattern) => cleaned.replace(pattern, '[key]'), known);
}
