import { type Diagnostic, placeOf } from './diagnostic.ts';
import { FAILURES, Failure, type FailureCode } from './failure.ts';

/** The failure that the first error among findings makes, with its place and its rule; all findings are its `details`. Undefined without an error. */
export function failureOfFindings(code: FailureCode, diagnostics: readonly Diagnostic[], about = ''): Failure | undefined {
  const error = diagnostics.find(({ severity }) => severity === 'error');
  if (error === undefined) return undefined;
  return new Failure(code, about + error.message, {
    where: placeOf(error),
    hint: `${error.hint ?? FAILURES[code].hint} (rule \`${error.rule}\`)`,
    details: { diagnostics },
  });
}
