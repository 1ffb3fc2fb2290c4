import type { Diagnostic } from '../../../base/diagnostic.ts';
import { findSecrets } from '../../../base/secret/find-secrets.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import { personalData } from '../../scorer/safety/personal-data.ts';
import { BoundedFindings } from '../collection/bounded-findings.ts';
import type { DatasetFigures } from '../collection/case-collection.ts';
import type { OpenSpill } from '../collection/spill.ts';
import type { EvalCase } from '../eval-case.ts';
import { datasetFinding } from '../rows/raw-rows.ts';
import { ExpectedClasses } from './expected-classes.ts';
import { leakFinder } from './leaked-cases.ts';
import { RepeatedCases } from './repeated-cases.ts';
import { coverageFindings } from './tag-coverage.ts';

/** Looks at cases that come one by one. */
export interface CaseLint {
  add(evalCase: EvalCase): void;
  /** What was found; `figures` are those of the same cases. */
  end(file: string, figures: Pick<DatasetFigures, 'count' | 'tags' | 'untagged'>): Diagnostic[];
  /** Lets go of what it kept outside of memory. */
  close(): void;
}

/**
 * Finds what makes the cases of one dataset worth less than they look.
 *
 * @param versions the prompts that are asked these cases.
 * @param openSpill keeps what is known of many cases; absent: it is kept in memory.
 */
export function lintCases(versions: readonly PromptVersion[], openSpill?: OpenSpill): CaseLint {
  const findings = new BoundedFindings();
  const repeated = new RepeatedCases(openSpill);
  const classes = new ExpectedClasses();
  const leakOf = leakFinder(versions);
  return {
    add(evalCase) {
      for (const finding of [repeated.add(evalCase), leakOf(evalCase), ...secretsOf(evalCase)]) if (finding) findings.add(finding);
      classes.add(evalCase);
    },
    end(file, figures) {
      for (const finding of repeated.late()) findings.add(finding);
      return [...findings.all(), ...classes.findings(file), ...coverageFindings(file, figures)];
    },
    close: () => repeated.close(),
  };
}

/** As much of a case as is searched for what should not be in it. */
type SearchedCase = Pick<EvalCase, 'inputs' | 'expected' | 'dialogue' | 'where'>;

/** What a case holds that is nobody's to keep in a repository. No message repeats it: findings are printed in logs. */
export function secretsOf({ inputs, expected, dialogue, where }: SearchedCase): Diagnostic[] {
  // Not the bytes of attachments: chance makes a key of some.
  const text = JSON.stringify([inputs, expected ?? null, dialogue?.turns ?? [], dialogue?.toolResults ?? {}]);
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
