import type { Json } from '../../base/json/canonical-json.ts';
import { readGuardrailSetNormalForm, readPartialNormalForm, readPromptNormalForm } from '../digest/read-normal-form.ts';
import { promptFileValue } from '../document/prompt-file-value.ts';
import { writeYamlFile } from '../document/write/write-yaml.ts';
import { writePromptFile } from '../document/write-prompt.ts';
import type { LibrarySource } from '../library/library.ts';
import type { PromptId } from '../prompt.ts';

/**
 * A file that says a stored content and nothing else, for versions that were stored without theirs.
 *
 * Two of them differ exactly where the contents do. What a version does not cover, names and tags, is in neither.
 * @throws Failure `content-invalid`
 */
export function contentText(kind: LibrarySource['kind'], content: Json): string {
  if (kind === 'guardrail-set') return writeYamlFile({ checks: readGuardrailSetNormalForm(content).checks });
  if (kind === 'partial') {
    const { template, text } = readPartialNormalForm(content).content;
    return template === 'liquid' ? text : `---\ntemplate: ${template}\n---\n${text}`;
  }
  const about = { tags: [], owners: [], metadata: {} };
  const { id: _id, ...value } = promptFileValue({
    ...readPromptNormalForm(content).content,
    id: 'any' as PromptId,
    about,
    testData: [],
    evaluators: [],
  });
  return writePromptFile(value);
}
