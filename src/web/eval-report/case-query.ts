import type { PageCase, PageVerdict } from '../../evals/report/formats/html/page-data.ts';

/** Which cases of a report are looked at. */
export const VIEWS = ['all', 'worse', 'better', 'failing', 'errored', 'same', 'unpaired'] as const;
export type View = (typeof VIEWS)[number];

/** What the list is sorted by: the order of the dataset, a figure, or a scorer by its index. */
export type SortKey = 'dataset' | 'label' | 'latency' | 'cost' | number;

/** Which cases are shown, and in which order. */
export interface CaseQuery {
  readonly view: View;
  /** Found in labels, ids, inputs, answers and reasons, whatever the case. */
  readonly text: string;
  /** Index of the only scorer to look at. */
  readonly scorer: number | undefined;
  readonly tag: string | undefined;
  readonly sort: SortKey;
  readonly descending: boolean;
}

export const EVERY_CASE: CaseQuery = { view: 'all', text: '', scorer: undefined, tag: undefined, sort: 'dataset', descending: false };

/** The cases that a query asks for, in its order; equal ones keep that of the dataset. */
export function queriedCases(cases: readonly PageCase[], query: CaseQuery): PageCase[] {
  const { view, tag, sort, descending } = query;
  const text = query.text.trim().toLowerCase();
  const found = cases.filter(
    (one) =>
      isInView(verdictsOf(one, query.scorer), view) &&
      (tag === undefined || one.tags.includes(tag)) &&
      (text === '' || searchedText(one).includes(text)),
  );
  if (sort === 'dataset') return descending ? found.reverse() : found;
  return found.sort((left, right) => compareBy(sort, left, right, descending ? -1 : 1));
}

/** How many cases each view has. */
export function viewCounts(cases: readonly PageCase[], scorer: number | undefined): Readonly<Record<View, number>> {
  const count = (view: View) => cases.filter((one) => isInView(verdictsOf(one, scorer), view)).length;
  return Object.fromEntries(VIEWS.map((view) => [view, count(view)])) as Record<View, number>;
}

function verdictsOf({ verdicts }: PageCase, scorer: number | undefined): readonly PageVerdict[] {
  const only = scorer === undefined ? undefined : verdicts[scorer];
  return only ? [only] : verdicts;
}

function isInView(verdicts: readonly PageVerdict[], view: View): boolean {
  const some = (...changes: readonly PageVerdict['change'][]) => verdicts.some(({ change }) => changes.includes(change));
  switch (view) {
    case 'worse':
      return some('regressed');
    case 'better':
      return some('improved');
    case 'failing':
      return verdicts.some(({ now }) => now?.pass === false);
    case 'errored':
      return some('errored');
    case 'same':
      return verdicts.every(({ change }) => change === 'stable');
    case 'unpaired':
      return some('new', 'removed');
    default:
      return true;
  }
}

/** What was searched once is kept: texts of 10,000 cases are megabytes. */
const searched = new WeakMap<PageCase, string>();

function searchedText(one: PageCase): string {
  const known = searched.get(one);
  if (known !== undefined) return known;
  const { id, label, tags, place, texts } = one;
  const answers = [...(texts?.now ?? []), ...(texts?.before ?? [])];
  const parts = [
    id,
    label,
    place ?? '',
    ...tags,
    ...(texts?.inputs ?? []).map(({ value }) => value.text),
    texts?.expected?.text ?? '',
    ...answers.flatMap(({ answer, error, said, toolCalls }) => [
      answer?.text ?? '',
      error ?? '',
      toolCalls === undefined ? '' : JSON.stringify(toolCalls),
      ...said.map((one) => one?.reason ?? one?.error ?? ''),
    ]),
  ];
  const text = parts.join('\n').toLowerCase();
  searched.set(one, text);
  return text;
}

/** What has no figure comes last in either order. */
function compareBy(sort: Exclude<SortKey, 'dataset'>, left: PageCase, right: PageCase, sign: 1 | -1): number {
  if (sort === 'label') return sign * (left.label < right.label ? -1 : left.label > right.label ? 1 : 0);
  const [first, second] = [figureOf(left, sort), figureOf(right, sort)];
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
  return sign * (first - second);
}

function figureOf({ spent, verdicts }: PageCase, sort: 'latency' | 'cost' | number): number | undefined {
  if (sort === 'latency') return spent.latencyMs;
  return sort === 'cost' ? spent.cost : verdicts[sort]?.now?.score;
}
