import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import type { ExportedPrompt } from '../../../formats/foreign-format.ts';
import { emptyPrompt } from '../../../formats/langwatch/api/edited-prompt.ts';
import { readPartialNormalForm, readPromptNormalForm } from '../../../prompt/digest/read-normal-form.ts';
import type { PartialContent, PromptId } from '../../../prompt/prompt.ts';
import { type Call, sees } from '../../actions/call.ts';
import { readContentBody } from '../../storage/versions/contents.ts';

/** A stored prompt with all that it needs to be shown or edited. */
export interface StoredPrompt {
  readonly exported: ExportedPrompt;
  readonly partials: ReadonlyMap<PromptId, Digest>;
  readonly guardrailSets: ReadonlyMap<PromptId, Digest>;
}

/** Reads a version's content, and the partials that it reaches. */
export async function storedPrompt(call: Call, id: PromptId, digest: Digest): Promise<StoredPrompt> {
  const { content, partials, guardrailSets } = readPromptNormalForm(await contentOf(call, digest));
  const texts = new Map<PromptId, PartialContent>();
  await collectPartials(call, partials, texts, new Set());
  const empty = emptyPrompt(id);
  return { exported: { ...empty, prompt: { ...empty.prompt, ...content }, partials: texts }, partials, guardrailSets };
}

async function collectPartials(
  call: Call,
  named: ReadonlyMap<PromptId, Digest>,
  into: Map<PromptId, PartialContent>,
  seen: Set<Digest>,
): Promise<void> {
  for (const [id, digest] of named) {
    if (seen.has(digest)) continue;
    seen.add(digest);
    // Its text is written into what is shown.
    if (!sees(call, id)) throw new Failure('langwatch-unsayable', 'The prompt uses a partial that you may not read.');
    const { content, partials } = readPartialNormalForm(await contentOf(call, digest));
    const other = into.get(id);
    if (other !== undefined && (other.text !== content.text || other.template !== content.template)) {
      throw new Failure('langwatch-unsayable', `The prompt reaches two versions of the partial ${id}.`);
    }
    into.set(id, content);
    await collectPartials(call, partials, into, seen);
  }
}

async function contentOf({ db, project }: Call, digest: Digest): Promise<Json> {
  const body = await readContentBody(db, project, digest);
  if (body === undefined) throw new Error(`the content ${digest} is named and not stored`);
  return JSON.parse(body) as Json;
}
