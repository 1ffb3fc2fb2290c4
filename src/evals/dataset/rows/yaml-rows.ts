import { readYaml } from '../../../prompt/document/safe-yaml.ts';
import { MAX_YAML_BYTES } from '../../../prompt/document/yaml/limits.ts';
import { datasetError } from './raw-rows.ts';
import type { RowOrFinding, RowReader } from './row-reader.ts';

/** Reads a YAML list of rows, with the limits that prompt files have: it is read as a whole, at the end. */
export function yamlRows(file: string): RowReader {
  let text = '';
  return {
    push(piece) {
      // Beyond the limit it is refused whatever follows.
      if (text.length <= MAX_YAML_BYTES) text += piece;
      return [];
    },
    end: () => rowsIn(file, text),
  };
}

function rowsIn(file: string, text: string): RowOrFinding[] {
  const { value, diagnostics, locate } = readYaml({ file, text });
  if (value === undefined) return [...diagnostics];
  if (!Array.isArray(value)) {
    return [...diagnostics, datasetError({ file, line: 1, column: 1 }, 'dataset-not-a-list', 'A YAML dataset is a list of rows.')];
  }
  const rows = value.map((row, index) => {
    const { line, column } = locate([index]);
    return { value: row, where: { file, line, column } };
  });
  return [...diagnostics, ...rows];
}
