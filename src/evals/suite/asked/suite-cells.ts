import type { ModelParameters } from '../../../prompt/prompt.ts';
import type { Suite } from '../suite.ts';

/**
 * The suites that a suite with a matrix comes to, one for each cell, each judged by the same gate; any other suite by itself.
 *
 * @param model asked in place of the matrix's models; then only the parameters make cells.
 */
export function suiteCells(suite: Suite, model?: string): Suite[] {
  const { matrix } = suite;
  if (matrix === undefined) return [suite];
  const models = model === undefined && matrix.models.length > 0 ? matrix.models : [undefined];
  const sets = matrix.parameters.length > 0 ? matrix.parameters : [undefined];
  return models.flatMap((name) => sets.map((set) => cellOf(suite, name, set)));
}

/** How people call a suite, and which cell of its matrix is meant. */
export function suiteCalled({ name, cell }: Pick<Suite, 'name' | 'cell'>): string {
  return cell === undefined ? name : `${name} [${cell.name}]`;
}

/** A suite as its file says it, whichever cell of its matrix it was made for. */
export function declaredSuite(suite: Suite): Suite {
  const { cell, ...declared } = suite;
  if (cell === undefined) return suite;
  // A suite has a matrix or names a model itself, never both.
  const { model: _, ...without } = declared;
  return (suite.matrix?.models.length ?? 0) > 0 ? without : declared;
}

function cellOf(suite: Suite, model: string | undefined, set: ModelParameters | undefined): Suite {
  if (model === undefined && set === undefined) return suite;
  const name = [model ?? [], set === undefined ? [] : parametersText(set)].flat().join(', ');
  return { ...suite, ...(model !== undefined && { model }), cell: { name, ...(set !== undefined && { parameters: set }) } };
}

function parametersText(set: ModelParameters): string {
  return Object.entries(set)
    .map(([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join(' ');
}
