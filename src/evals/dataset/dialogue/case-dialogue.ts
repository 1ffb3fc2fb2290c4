import { sha256Hex } from '../../../base/digest.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import type { Attachment } from '../../../prompt/render/rendered-prompt.ts';

/** What a case holds beside its inputs: more questions, results of tools, pictures and files. */
export interface CaseDialogue {
  /** What is said after the prompt, in order; the last is the user's. Each text of the user is asked, and its answer joins what was said. */
  readonly turns?: readonly CaseTurn[];
  /** What each tool gives back, by its name and in the order of its calls. */
  readonly toolResults?: Readonly<Record<string, readonly Json[]>>;
  /** Requests for one turn, with results of tools between them. */
  readonly maxSteps?: number;
  readonly attachments?: readonly CaseAttachment[];
}

/** A text of the user, or one that the assistant is taken to have said. */
export interface CaseTurn {
  readonly role: 'user' | 'assistant';
  readonly content: string;
}

export interface CaseAttachment {
  readonly attachment: Attachment;
  /** Which message of the prompt it goes with, from 0; absent: the last one of the user. */
  readonly message?: number;
}

/** The dialogue as it counts for the id of its case: a file by its bytes, wherever it lies. */
export function dialogueContent(dialogue: CaseDialogue): JsonObject {
  return written(dialogue, attachmentContent);
}

/** The keys of a row that say this dialogue, wherever the row stands: files are in it with their bytes. */
export function dialogueRow(dialogue: CaseDialogue): JsonObject {
  return written(dialogue, ({ attachment, message }) => ({ ...attachment, ...(message !== undefined && { message }) }));
}

function written({ turns, toolResults, maxSteps, attachments }: CaseDialogue, attached: (one: CaseAttachment) => JsonObject): JsonObject {
  return {
    ...(turns && { turns: turns.map(({ role, content }) => ({ role, content })) }),
    ...(toolResults && { toolResults }),
    ...(maxSteps !== undefined && { maxSteps }),
    ...(attachments && { attachments: attachments.map(attached) }),
  };
}

function attachmentContent({ attachment, message }: CaseAttachment): JsonObject {
  const { mediaType } = attachment;
  return {
    ...('data' in attachment ? { sha256: sha256Hex(attachment.data) } : { url: attachment.url }),
    ...(mediaType !== undefined && { mediaType }),
    ...(message !== undefined && { message }),
  };
}
