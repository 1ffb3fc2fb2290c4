import type { Digest } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { PromptId } from '../prompt.ts';
import { readGuardrailSetNormalForm, readPartialNormalForm, readPromptNormalForm } from './read-normal-form.ts';

/** The kinds of content that a prompt is made of. */
export const CONTENT_KINDS = ['prompt', 'partial', 'guardrail-set'] as const;
export type ContentKind = (typeof CONTENT_KINDS)[number];

/** Type guard for the kinds of content that a prompt is made of. */
export function isContentKind(kind: string): kind is ContentKind {
  return CONTENT_KINDS.some((known) => known === kind);
}

/** What a registry must know of a content before it stores it. */
export interface CheckedContent {
  /** Contents that must be stored too, or the version could never be rendered. */
  readonly references: readonly { readonly kind: ContentKind; readonly id: PromptId; readonly digest: Digest }[];
  /** A prompt without a model may be pinned in the first environment only. */
  readonly hasModel: boolean;
}

/** Accepts a content that claims to be of a kind. @throws Failure `content-invalid` when it is not in normal form. */
export function checkContent(kind: ContentKind, content: Json): CheckedContent {
  if (kind === 'guardrail-set') {
    readGuardrailSetNormalForm(content);
    return { references: [], hasModel: false };
  }
  if (kind === 'partial') return { references: referencesOf('partial', readPartialNormalForm(content).partials), hasModel: false };
  const stored = readPromptNormalForm(content);
  return {
    references: [...referencesOf('partial', stored.partials), ...referencesOf('guardrail-set', stored.guardrailSets)],
    hasModel: stored.content.model !== undefined,
  };
}

function referencesOf(kind: ContentKind, digests: ReadonlyMap<PromptId, Digest>) {
  return [...digests].map(([id, digest]) => ({ kind, id, digest }));
}
