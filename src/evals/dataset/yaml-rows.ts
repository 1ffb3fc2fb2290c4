import { readYaml } from '../../prompt/document/safe-yaml.ts';
import { type DatasetSource, datasetError, type RawRows } from './raw-rows.ts';

/** Reads a YAML list of rows, with the limits that prompt files have. */
export function yamlRows(source: DatasetSource): RawRows {
  const { value, diagnostics, locate } = readYaml(source);
  if (value === undefined) return { rows: [], diagnostics };
  if (!Array.isArray(value)) {
    const notAList = datasetError({ file: source.file, line: 1, column: 1 }, 'dataset-not-a-list', 'A YAML dataset is a list of rows.');
    return { rows: [], diagnostics: [...diagnostics, notAList] };
  }
  const rows = value.map((row, index) => {
    const { line, column } = locate([index]);
    return { value: row, where: { file: source.file, line, column } };
  });
  return { rows, diagnostics };
}
