import type { Diagnostic } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { failureOfFindings } from '../../base/finding-failure.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import { datasetError } from '../dataset/rows/raw-rows.ts';
import type { Scorer } from '../scorer/scorer.ts';
import { unknownTools } from './dialogue/unknown-tools.ts';
import { type AskedVersion, caseRequest } from './request/case-request.ts';
import type { RunRequest } from './run-subject.ts';

/** More of the same says nothing new: a missing variable is usually missing in every row. */
const MAX_FINDINGS = 20;

/** Lets a run begin. @throws Failure `suite-invalid` when a case cannot be rendered or scored, with all findings as `details` */
export async function requireRunnable(
  request: Omit<RunRequest, 'cases'>,
  cases: AsyncIterable<EvalCase>,
  scorers: readonly Scorer[],
  model: string,
): Promise<void> {
  const { suite, version, reference } = request;
  const diagnostics = await preflight(request, cases, scorers, model);
  const failure = failureOfFindings(
    'suite-invalid',
    diagnostics,
    `The suite "${suite.name}" cannot be run on ${version.id}@${reference}: `,
  );
  if (failure) throw failure;
}

/** Finds the cases that cannot be rendered or scored, at their rows, before the first call is paid for. */
export async function preflight(
  asked: AskedVersion,
  cases: AsyncIterable<EvalCase>,
  scorers: readonly Scorer[],
  model: string,
): Promise<Diagnostic[]> {
  const diagnostics: Diagnostic[] = [];
  let withheld = 0;
  for await (const evalCase of cases) {
    const findings = [
      ...renderFindings(asked, evalCase, model),
      ...toolFindings(asked, evalCase),
      ...scorerFindings(asked, evalCase, scorers),
    ];
    const room = Math.max(0, MAX_FINDINGS - diagnostics.length);
    diagnostics.push(...findings.slice(0, room));
    withheld += Math.max(0, findings.length - room);
  }
  const last = diagnostics.at(-1);
  if (withheld > 0 && last !== undefined)
    diagnostics.push({ ...last, rule: 'case-more', message: `${withheld} more findings like these.` });
  return diagnostics;
}

function renderFindings(asked: AskedVersion, evalCase: EvalCase, model: string): Diagnostic[] {
  try {
    caseRequest(asked, evalCase, model);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const message = `The case "${evalCase.id}" cannot be rendered. ${error.message}`;
    return [datasetError(evalCase.where, 'case-unrenderable', message, error.hint)];
  }
}

function toolFindings(asked: AskedVersion, evalCase: EvalCase): Diagnostic[] {
  return unknownTools(asked, evalCase).map((problem) =>
    datasetError(evalCase.where, 'case-unrenderable', `The case "${evalCase.id}" cannot be asked. ${problem}`),
  );
}

function scorerFindings({ version }: AskedVersion, evalCase: EvalCase, scorers: readonly Scorer[]): Diagnostic[] {
  return scorers.flatMap((scorer) => {
    const problem = scorer.problem(evalCase, version.content);
    if (problem === undefined) return [];
    const message = `The scorer "${scorer.id}" cannot judge the case "${evalCase.id}" of ${version.id}: ${problem}.`;
    return [datasetError(evalCase.where, 'case-unscorable', message)];
  });
}
