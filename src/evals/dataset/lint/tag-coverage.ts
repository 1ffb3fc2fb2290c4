import type { Diagnostic } from '../../../base/diagnostic.ts';
import type { DatasetFigures } from '../collection/case-collection.ts';
import { datasetFinding } from '../rows/raw-rows.ts';

/** From so many cases on, one would want to know which of them are the hard ones. */
const LEAST_TAGGED = 10;
/** The kinds of cases that nearly every prompt meets. */
const KINDS = ['typical', 'edge', 'adversarial'];
/** From so many cases on, a slice is expected to say something by itself. */
const LEAST_SLICED = 50;
/** With fewer cases the 95 % interval of a pass rate is wider than 50 points. */
const THIN = 10;
/** More tags are a vocabulary, and its rare words are no news. */
const MOST_TAGS = 20;

/** What the tags of a dataset do not cover: no tag at all, a kind of case that is missing, slices too thin to say anything. */
export function coverageFindings(
  file: string,
  { count, tags, untagged }: Pick<DatasetFigures, 'count' | 'tags' | 'untagged'>,
): Diagnostic[] {
  const info = (rule: string, message: string, hint: string) => datasetFinding('info', { file, line: 1, column: 1 }, rule, message, hint);
  if (count < LEAST_TAGGED) return [];
  if (untagged === count) {
    const message = `None of ${count} cases has a tag, so no report can say where a prompt is weak.`;
    return [info('cases-untagged', message, 'Tag them, for example `typical`, `edge` and `adversarial`.')];
  }
  const missing = KINDS.some((kind) => tags.has(kind)) ? KINDS.filter((kind) => !tags.has(kind)) : [];
  const thin = count >= LEAST_SLICED && tags.size <= MOST_TAGS ? [...tags].filter(([, cases]) => cases < THIN) : [];
  return [
    ...missing.map((kind) =>
      info('tag-missing', `No case is tagged \`${kind}\`.`, 'Nothing is known of such inputs; add some, for example from production.'),
    ),
    ...thin.map(([tag, cases]) =>
      info(
        'tag-thin',
        `Only ${cases} of ${count} cases ${cases === 1 ? 'is' : 'are'} tagged \`${tag}\`.`,
        `A rate over fewer than ${THIN} cases says little; add some.`,
      ),
    ),
  ];
}
