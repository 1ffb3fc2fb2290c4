import type { Digest } from '../../base/digest.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import type { PromptId, Role } from '../prompt.ts';
import type { WordChange } from './word-change.ts';

/** One field with another value, for example `parameters.temperature` or `inputs.ticket.maxLength`. An absent side is not set. */
export interface FieldChange {
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Where a message stands: its place in the list (from 0) and its role. */
export interface MessagePlace {
  readonly index: number;
  readonly role: Role;
}

/** Said of texts that have too little in common to be compared by word: they were compared by line, or as wholes. */
export type Coarse = 'line' | 'text';

/** One message of either version. `moved` messages are equal but stand elsewhere among the others. */
export interface MessageChange {
  readonly kind: 'same' | 'changed' | 'moved' | 'added' | 'removed';
  readonly before?: MessagePlace;
  readonly after?: MessagePlace;
  /** The text, compared by word. */
  readonly words: readonly WordChange[];
  readonly comparedBy?: Coarse;
  /** Everything but the text: role, name, tool calls. */
  readonly fields: readonly FieldChange[];
}

/** A partial or a guardrail set that is new, gone, or has another version. */
export interface ReferenceChange {
  readonly id: PromptId;
  readonly before?: Digest;
  readonly after?: Digest;
  /** The text of a partial, compared by word; empty for a guardrail set. */
  readonly words: readonly WordChange[];
  readonly comparedBy?: Coarse;
  readonly fields: readonly FieldChange[];
}

/** What differs between two versions of a prompt, as a model and a caller would notice. */
export interface PromptDiff {
  readonly id: PromptId;
  readonly before?: Digest;
  readonly after?: Digest;
  readonly fields: readonly FieldChange[];
  /** Every message of both, in the order of the later version, removed ones where they stood. */
  readonly messages: readonly MessageChange[];
  readonly partials: readonly ReferenceChange[];
  readonly guardrailSets: readonly ReferenceChange[];
}

/** True when the two versions mean the same. */
export function isEmptyDiff({ fields, messages, partials, guardrailSets }: PromptDiff): boolean {
  return fields.length + partials.length + guardrailSets.length === 0 && messages.every(({ kind }) => kind === 'same');
}
