import type { Diagnostic } from '../../../base/diagnostic.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../raw-rows.ts';

/**
 * Warnings for cases that ask what another asks: with another expectation, or only laid out otherwise.
 *
 * Rows that are equal to the last character are errors of the dataset itself (`dataset-duplicate`).
 */
export function repeatedCases(cases: readonly EvalCase[]): Diagnostic[] {
  const byInputs = new Map<string, EvalCase>();
  const byLook = new Map<string, EvalCase>();
  return cases.flatMap((evalCase) => {
    const [inputs, look] = [canonicalJson(evalCase.inputs), canonicalJson(folded(evalCase.inputs))];
    const [same, alike] = [byInputs.get(inputs), byLook.get(look)];
    if (same === undefined) byInputs.set(inputs, evalCase);
    if (alike === undefined) byLook.set(look, evalCase);
    if (same !== undefined) return [contradicted(evalCase, same)];
    return alike === undefined ? [] : [nearDuplicate(evalCase, alike)];
  });
}

function contradicted({ where }: EvalCase, first: EvalCase): Diagnostic {
  const message = `This row has the inputs of line ${first.where.line} and expects something else: no answer can satisfy both.`;
  return datasetFinding('warning', where, 'case-contradicted', message, 'Keep the right expectation, or one that allows both answers.');
}

function nearDuplicate({ where }: EvalCase, first: EvalCase): Diagnostic {
  const message = `But for case and white space this row has the inputs of line ${first.where.line}.`;
  return datasetFinding(
    'warning',
    where,
    'case-near-duplicate',
    message,
    'It counts twice and says once; remove it, or give both one `group`.',
  );
}

/** What is left of a value when case and white space do not count. */
function folded(value: Json): Json {
  if (typeof value === 'string') return value.toLowerCase().replace(/\s+/g, ' ').trim();
  if (Array.isArray(value)) return value.map(folded);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, folded(member)])) as JsonObject;
}
