import type { ReferenceChange } from '../../../prompt/diff/prompt-diff.ts';
import { type DiffOutcome, isSame } from '../../../workflows/compare/diff.ts';
import { jsonDocument } from '../../json.ts';
import type { DiffDocument } from './diff-document.ts';

/** Prints differences as schemas/diff.schema.json describes them. */
export function diffJson(outcome: DiffOutcome): string {
  const { schema, ...document } = documentOf(outcome);
  return jsonDocument(schema, document);
}

function documentOf(outcome: DiffOutcome): DiffDocument {
  const { before, after, prompts, shared, renamed, unreadable } = outcome;
  return {
    schema: 'promptlane/diff/v1',
    before,
    after,
    same: isSame(outcome),
    prompts: prompts.map(({ partials, guardrailSets, ...diff }) => ({
      ...diff,
      partials: partials.map(named),
      guardrailSets: guardrailSets.map(named),
    })) as unknown as DiffDocument['prompts'],
    ...(shared as unknown as Pick<DiffDocument, 'partials' | 'guardrailSets'>),
    renamed: [...renamed].map(([former, id]) => ({ before: former, after: id })),
    unreadable: [...unreadable].map(([id, reason]) => ({ id, reason })),
  };
}

function named({ id, before, after }: ReferenceChange) {
  return { id, before, after };
}
