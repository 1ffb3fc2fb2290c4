import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { PromptContent } from '../../../prompt/prompt.ts';
import type { ValueRow } from './value-row.ts';

/**
 * The values of one row of a prompt's test data, by number from 1, or of all.
 *
 * Keys that the prompt does not declare are left out, as GitHub Models ignores what it does not know.
 * @throws Failure `usage-invalid` for a row that is not there
 */
export function testDataRows(row: string, testData: readonly JsonObject[], inputs: PromptContent['inputs']): ValueRow[] {
  const rows = testData.map((values, index) => ({
    label: `test data ${index + 1}`,
    values: inputs ? declaredOnly(values, inputs) : values,
  }));
  const chosen = row === 'all' ? rows : rows.slice(Number(row) - 1, Number(row));
  const isNumber = /^[1-9]\d*$/.test(row);
  if (chosen.length > 0 && (isNumber || row === 'all')) return chosen;
  throw new Failure('usage-invalid', `The prompt's file has no row ${row} of \`testData\`.`, {
    hint:
      rows.length === 0
        ? 'Add rows under `testData` of the prompt file.'
        : `Its rows are numbered from 1 to ${rows.length}; \`all\` takes every one.`,
  });
}

function declaredOnly(values: JsonObject, inputs: object): JsonObject {
  return Object.fromEntries(Object.entries(values).filter(([name]) => Object.hasOwn(inputs, name)));
}
