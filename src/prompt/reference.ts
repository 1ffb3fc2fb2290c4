import { Failure } from '../base/failure.ts';
import { isPromptId, PROMPT_ID_RULE, type PromptId } from './prompt.ts';

/** Which version of a prompt is meant. */
export type Revision =
  | { readonly kind: 'tree' }
  | { readonly kind: 'index' }
  | { readonly kind: 'git'; readonly revision: string }
  | { readonly kind: 'latest' }
  | { readonly kind: 'number'; readonly number: number }
  /** Hex digits: all 64, or at least 7 of them. */
  | { readonly kind: 'digest'; readonly prefix: string }
  /** `at`: as the lockfile of that git revision pins it. */
  | { readonly kind: 'environment'; readonly environment: string; readonly at?: string };

/** A prompt and which of its versions. */
export interface PromptReference {
  readonly id: PromptId;
  readonly revision: Revision;
}

const DIGEST_PREFIX = /^(?:sha256:)?([0-9a-f]{7,64})$/;
const VERSION_NUMBER = /^v([1-9][0-9]{0,8})$/;
/** A name as release/environment.ts has it, which lies above this rank; then maybe a git revision. */
const ENVIRONMENT = /^([a-z0-9][a-z0-9-]{0,39})(?:@git:(.+))?$/;

/**
 * Reads `support/triage`, `support/triage@production`, `…@production@git:v1`, `…@v12`, `…@3f9a1c2b7d04`, `…@git:HEAD~3`, `…@index`, `…@latest`.
 *
 * @throws Failure `reference-invalid`
 */
export function parseReference(text: string): PromptReference {
  const at = text.indexOf('@');
  const id = at < 0 ? text : text.slice(0, at);
  if (!isPromptId(id)) {
    throw new Failure('reference-invalid', `"${text}" is no reference: "${id}" is not a prompt id.`);
  }
  return { id, revision: at < 0 ? { kind: 'tree' } : parseRevision(text.slice(at + 1)) };
}

/** A text as the id of a prompt, without a revision. @throws Failure `reference-invalid`, with what an id is made of. */
export function parsePromptId(text: string, hint: string = PROMPT_ID_RULE): PromptId {
  if (isPromptId(text)) return text;
  throw new Failure('reference-invalid', `"${text}" is not a prompt id.`, { hint });
}

/**
 * Reads what stands after the `@`.
 *
 * A text of seven or more hex digits is a digest, `v` with a number is a version number and `index` and
 * `latest` are themselves; environments with such names cannot be referred to.
 *
 * @throws Failure `reference-invalid`
 */
export function parseRevision(text: string): Revision {
  if (text === 'index' || text === 'latest') return { kind: text };
  if (text.startsWith('git:') && text.length > 'git:'.length) return { kind: 'git', revision: text.slice('git:'.length) };
  const number = VERSION_NUMBER.exec(text)?.[1];
  if (number !== undefined) return { kind: 'number', number: Number(number) };
  const prefix = DIGEST_PREFIX.exec(text)?.[1];
  if (prefix !== undefined) return { kind: 'digest', prefix };
  const [, environment, at] = ENVIRONMENT.exec(text) ?? [];
  if (environment !== undefined) return { kind: 'environment', environment, ...(at !== undefined && { at }) };
  throw new Failure('reference-invalid', `"@${text}" names no version.`);
}

/** A revision as the user would write it; empty for the working tree. */
export function revisionText(revision: Revision): string {
  switch (revision.kind) {
    case 'tree':
      return '';
    case 'git':
      return `@git:${revision.revision}`;
    case 'number':
      return `@v${revision.number}`;
    case 'digest':
      return `@${revision.prefix.slice(0, 12)}`;
    case 'environment':
      return `@${revision.environment}${revision.at === undefined ? '' : `@git:${revision.at}`}`;
    default:
      return `@${revision.kind}`;
  }
}
