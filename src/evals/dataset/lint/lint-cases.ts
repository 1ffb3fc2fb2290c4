import type { Diagnostic } from '../../../base/diagnostic.ts';
import { findSecrets } from '../../../base/secret/find-secrets.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import { personalData } from '../../scorer/safety/personal-data.ts';
import type { EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../raw-rows.ts';
import { unbalancedClasses } from './expected-classes.ts';
import { leakedCases } from './leaked-cases.ts';
import { repeatedCases } from './repeated-cases.ts';

/** From so many cases on, one would want to know which of them are the hard ones. */
const LEAST_TAGGED = 10;

/**
 * What makes the cases of one dataset worth less than they look: by row.
 *
 * @param versions the prompts that are asked these cases.
 */
export function lintCases(cases: readonly EvalCase[], versions: readonly PromptVersion[]): Diagnostic[] {
  return [
    ...repeatedCases(cases),
    ...leakedCases(cases, versions),
    ...cases.flatMap(secretsIn),
    ...unbalancedClasses(cases),
    ...untagged(cases),
  ];
}

/** No message repeats what was found: findings are printed in logs. */
function secretsIn({ inputs, expected, where }: EvalCase): Diagnostic[] {
  const text = JSON.stringify([inputs, expected ?? null]);
  const secrets = [...new Set(findSecrets(text).map(({ name }) => name))];
  const personal = [...new Set(personalData(text).map(({ name }) => name))];
  return [
    ...secrets.map((name) => datasetFinding('error', where, 'case-secret', `This case holds ${name}.`, 'Take it out, and revoke it.')),
    ...personal.map((name) =>
      datasetFinding(
        'warning',
        where,
        'case-personal-data',
        `This case holds ${name}.`,
        'Replace what is of a real person by something made up.',
      ),
    ),
  ];
}

function untagged(cases: readonly EvalCase[]): Diagnostic[] {
  const [first] = cases;
  if (first === undefined || cases.length < LEAST_TAGGED || cases.some(({ tags }) => tags.length > 0)) return [];
  const message = `None of ${cases.length} cases has a tag, so no report can say where a prompt is weak.`;
  const hint = 'Tag them, for example `typical`, `edge` and `adversarial`.';
  return [datasetFinding('info', { ...first.where, line: 1, column: 1 }, 'cases-untagged', message, hint)];
}
