import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { parsePromptId } from '../../prompt/reference.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { modeline } from '../../workspace/files/editor-schemas.ts';
import { makeFolder } from '../../workspace/files/make-folder.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import type { Tree } from '../versions/tree.ts';

const DEFAULT_MODEL = 'openai/gpt-4o-mini';

/**
 * Writes a small prompt file under the first prompt root and gives its path, relative to the workspace.
 *
 * @throws Failure `reference-invalid` for a text that is no id, `usage-invalid` when the id is taken: nothing is ever overwritten.
 */
export async function createPrompt(
  { id: asked, model }: { readonly id: string; readonly model?: string },
  { root, config }: Workspace,
  { library }: Tree,
): Promise<string> {
  const id = parsePromptId(asked);
  const taken = library.prompts.get(id) ?? library.partials.get(id) ?? library.guardrailSets.get(id);
  const path = `${config.prompts[0] ?? 'prompts'}/${id}.prompt.yaml`;
  if (taken || existsSync(join(root, path))) {
    throw new Failure('usage-invalid', `The id "${id}" is taken by ${taken?.source.path ?? path}.`, {
      hint: 'Choose another id, or edit that file.',
    });
  }
  await makeFolder(dirname(join(root, path)));
  await writeFileAtomically(
    join(root, path),
    modeline(root, path, 'prompt') + promptText(id, model ?? config.models.default ?? DEFAULT_MODEL),
  );
  return path;
}

function promptText(id: PromptId, model: string): string {
  const name = id.slice(id.lastIndexOf('/') + 1).replaceAll(/[-_.]+/g, ' ');
  // An id may be a word that YAML reads as something else: true, 1, null.
  return `name: ${stringify(name).trimEnd()}
description: What this prompt is for.
model: ${stringify(model).trimEnd()}
modelParameters:
  temperature: 0.2
messages:
  - role: system
    content: |-
      You explain things in one short paragraph.
  - role: user
    content: |-
      Explain {{ topic }}.
inputs:
  topic:
    type: string
    required: true
testData:
  - topic: content digests
    expected: digest
evaluators:
  - name: names the subject
    string:
      contains: "{{expected}}"
`;
}
