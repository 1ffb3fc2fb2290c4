import { type Digest, digestOf } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { promptNormalForm } from '../../../prompt/digest/normal-form.ts';
import { promptFileValue } from '../../../prompt/document/prompt-file-value.ts';
import { writePromptFile } from '../../../prompt/document/write-prompt.ts';
import { parseSource } from '../../../prompt/library/parse-source.ts';
import type { Prompt, PromptId } from '../../../prompt/prompt.ts';
import { analyseTemplate } from '../../../prompt/template/analyse-template.ts';
import { textBlobId } from '../../../release/lockfile/blob-id.ts';
import type { VersionUpload } from '../../actions/versions/version-upload.ts';
import type { StoredPrompt } from './stored-prompt.ts';

/**
 * The version that a prompt is, with the file that says it.
 *
 * @param before where its partials and guardrail sets come from: an edit keeps their versions.
 * @throws Failure `prompts-invalid` when no file could say it, `langwatch-unsayable` when it names a partial that was not there.
 */
export function versionOfPrompt(prompt: Prompt, before: StoredPrompt | undefined): VersionUpload {
  const { id } = prompt;
  const text = writePromptFile(promptFileValue(prompt));
  const { defined, diagnostics } = parseSource({ kind: 'prompt', id, path: id, text });
  if (defined?.kind !== 'prompt') throw invalid(id, diagnostics.find(({ severity }) => severity === 'error')?.message);
  requireTemplates(prompt);
  const partials = referencesOf(id, defined.entry.partials, before?.partials);
  const guardrailSets = referencesOf(id, defined.entry.guardrailSets, before?.guardrailSets);
  const content = promptNormalForm(defined.entry.content, partials, guardrailSets);
  return { kind: 'prompt', id, digest: digestOf(content), content, source: { text, blob: textBlobId(text) } };
}

function requireTemplates({ id, messages, template }: Prompt): void {
  for (const [index, { content = '' }] of messages.entries()) {
    const problem = analyseTemplate(content, template).findings.find(({ severity }) => severity === 'error');
    if (problem !== undefined) throw invalid(id, `message ${index + 1}: ${problem.message}`);
  }
}

function referencesOf(id: PromptId, named: readonly PromptId[], known: ReadonlyMap<PromptId, Digest> = new Map()): Map<PromptId, Digest> {
  return new Map(
    named.map((name) => {
      const digest = known.get(name);
      if (digest !== undefined) return [name, digest];
      throw new Failure('langwatch-unsayable', `${id} would use "${name}", and LangWatch cannot say which version of it.`);
    }),
  );
}

function invalid(id: PromptId, why = 'it cannot be read back.'): Failure {
  return new Failure('prompts-invalid', `${id}: ${why}`, { hint: 'Mend the prompt and send it again.' });
}
