import { linearRegex } from '../../../base/text/linear-regex.ts';
import type { CaseSource } from '../case-source.ts';
import type { EvalCase } from '../eval-case.ts';
import { caseDraw, caseFilter } from './select-cases.ts';

/** Which of the cases of a suite somebody wants to see now; every member that is given narrows. */
export interface CaseFilter {
  /** Cases with one of these tags. */
  readonly tags?: readonly string[];
  /** Cases whose id, label or tag holds this text, in upper or lower case. */
  readonly text?: string;
  /** Cases whose id fits one of these patterns, in which `*` stands for any text; a digest of the content counts as an id. */
  readonly ids?: readonly string[];
  /** The first so many of those, in the order of the file. */
  readonly limit?: number;
  /** So many of those, drawn by the seed of the suite. */
  readonly sample?: number;
}

/** True for a filter that leaves everything in. */
export function isOpenFilter(filter: CaseFilter): boolean {
  return Object.values(filter).every((value) => value === undefined);
}

/** How people call what a filter leaves, for reports of a part of a suite. */
export function filterText({ tags, text, ids, limit, sample }: CaseFilter): string {
  return [
    ...(tags === undefined ? [] : [`tag ${tags.join(' or ')}`]),
    ...(text === undefined ? [] : [`"${text}"`]),
    ...(ids === undefined ? [] : [`id ${ids.join(' or ')}`]),
    ...(limit === undefined ? [] : [`the first ${limit}`]),
    ...(sample === undefined ? [] : [`a sample of ${sample}`]),
  ].join(', ');
}

/** What a filter leaves of the cases of a suite. */
export interface FilteredCases extends CaseSource {
  /** Ids and patterns that were given and that no case has: most likely misspelt. */
  readonly missed: readonly string[];
}

/** The cases that a filter leaves, in their order; there may be none. The source is read once now, and once for each reading. */
export async function filteredCases(source: CaseSource, filter: CaseFilter, seed: number): Promise<FilteredCases> {
  const { tags, text, ids, sample, limit = Number.POSITIVE_INFINITY } = filter;
  const named = ids?.map(namedCase);
  const tests = [caseFilter(tags === undefined ? {} : { tags }), textFilter(text), ...(named ? [anyOf(named)] : [])];
  const lets = (evalCase: EvalCase) => tests.every((test) => test(evalCase));
  const draw = caseDraw(sample === undefined ? {} : { sample }, seed);
  let missed = named ?? [];
  for await (const evalCase of source) {
    if (missed.length > 0) missed = missed.filter(({ test }) => !test(evalCase));
    if (lets(evalCase)) draw.add(evalCase);
  }
  const { count, drawn } = draw.end();
  const most = Math.min(count, limit);
  return {
    count: most,
    missed: missed.map(({ id }) => id),
    async *[Symbol.asyncIterator]() {
      let [place, given] = [0, 0];
      if (most === 0) return;
      for await (const evalCase of source) {
        if (!lets(evalCase)) continue;
        place += 1;
        if (drawn !== undefined && !drawn(place - 1)) continue;
        yield evalCase;
        given += 1;
        if (given === most) return;
      }
    },
  };
}

function textFilter(text: string | undefined): (evalCase: EvalCase) => boolean {
  if (text === undefined) return () => true;
  const wanted = text.toLowerCase();
  return ({ id, label, tags }) => [id, label, ...tags].some((own) => own.toLowerCase().includes(wanted));
}

interface NamedCase {
  readonly id: string;
  readonly test: (evalCase: EvalCase) => boolean;
}

function namedCase(pattern: string): NamedCase {
  const test = patternTest(pattern);
  return { id: pattern, test: ({ id, caseId }) => test(id) || test(caseId) || test(caseId.slice('sha256:'.length)) };
}

function anyOf(named: readonly NamedCase[]): (evalCase: EvalCase) => boolean {
  return (evalCase) => named.some(({ test }) => test(evalCase));
}

/** The first twelve digits of a digest are how reports show it, so they name the case too. */
function patternTest(pattern: string): (id: string) => boolean {
  if (!pattern.includes('*')) {
    const isShort = /^(?:sha256:)?[0-9a-f]{12,}$/.test(pattern);
    return (id) => id === pattern || (isShort && id.length > pattern.length && id.startsWith(pattern));
  }
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('.*');
  const regex = linearRegex(`(?s)^${source}$`);
  return (id) => regex.test(id);
}
