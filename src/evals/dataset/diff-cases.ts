import { canonicalJson } from '../../base/json/canonical-json.ts';
import type { EvalCase } from './eval-case.ts';

/** How two datasets differ, case by case. */
export interface CasesDiff {
  readonly added: readonly EvalCase[];
  readonly removed: readonly EvalCase[];
  /** The same inputs, and another expectation. */
  readonly changed: readonly { readonly before: EvalCase; readonly after: EvalCase }[];
  /** Cases whose content both have; their tags, ids and places may differ. */
  readonly same: number;
}

/** Compares two datasets by what they ask and expect; order, ids, tags and layout do not count. */
export function diffCases(before: readonly EvalCase[], after: readonly EvalCase[]): CasesDiff {
  const [known, wanted] = [new Set(before.map(({ caseId }) => caseId)), new Set(after.map(({ caseId }) => caseId))];
  const gone = before.filter(({ caseId }) => !wanted.has(caseId));
  const fresh = after.filter(({ caseId }) => !known.has(caseId));
  const goneByInputs = new Map(gone.map((evalCase) => [canonicalJson(evalCase.inputs), evalCase]));
  const changed: { before: EvalCase; after: EvalCase }[] = [];
  const added: EvalCase[] = [];
  for (const evalCase of fresh) {
    const inputs = canonicalJson(evalCase.inputs);
    const earlier = goneByInputs.get(inputs);
    goneByInputs.delete(inputs);
    if (earlier === undefined) added.push(evalCase);
    else changed.push({ before: earlier, after: evalCase });
  }
  const moved = new Set(changed.map(({ before: earlier }) => earlier));
  return { added, removed: gone.filter((evalCase) => !moved.has(evalCase)), changed, same: after.length - fresh.length };
}
