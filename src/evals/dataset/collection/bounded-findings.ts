import type { Diagnostic } from '../../../base/diagnostic.ts';

/** More of one sort say nothing new: what is wrong with a hundred rows is wrong with the file. */
const MOST_OF_A_SORT = 100;

/** Collects findings of one file, of each sort so many and how many there were besides. */
export class BoundedFindings {
  readonly #kept: Diagnostic[] = [];
  readonly #counts = new Map<string, { count: number; last: Diagnostic }>();

  add(finding: Diagnostic): void {
    const { count } = this.#counts.get(finding.rule) ?? { count: 0 };
    this.#counts.set(finding.rule, { count: count + 1, last: finding });
    if (count < MOST_OF_A_SORT) this.#kept.push(finding);
  }

  all(): Diagnostic[] {
    const more = [...this.#counts.values()].filter(({ count }) => count > MOST_OF_A_SORT);
    return [...this.#kept, ...more.map(({ count, last }) => leftOut(last, count - MOST_OF_A_SORT))];
  }
}

function leftOut({ hint: _hint, ...last }: Diagnostic, count: number): Diagnostic {
  return { ...last, rule: 'case-more', message: `${count} more findings of the sort \`${last.rule}\` up to this row.` };
}
