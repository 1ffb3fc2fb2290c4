import type { Failure, FailureCode } from '../../../base/failure.ts';
import { isJsonObject } from '../../../base/json/canonical-json.ts';
import { type EvaluationErrorCode, type EvaluationFailure, evaluationFailureSchema } from '../../../protocol/openfeature/schemas.ts';
import type { ForeignErrors } from '../../http/route.ts';
import { statusOf } from '../../http/status.ts';

const CODES: { readonly [Code in FailureCode]?: EvaluationErrorCode } = {
  'not-found': 'FLAG_NOT_FOUND',
  'request-invalid': 'PARSE_ERROR',
  'variables-invalid': 'INVALID_CONTEXT',
  'render-failed': 'INVALID_CONTEXT',
};

/** What is wrong with the prompt that is asked for, and not with who asks: providers take 403 for a wrong token. */
const OF_THE_FLAG: readonly FailureCode[] = ['prompt-killed', 'version-revoked', 'render-failed', 'variables-invalid'];

/** What went wrong in OpenFeature's words; applications then go on with the default value in their code. */
export const openfeatureErrors: ForeignErrors = {
  schema: evaluationFailureSchema,
  statusOf: (failure) => (OF_THE_FLAG.includes(failure.code) ? 400 : statusOf(failure)),
  bodyOf: (failure, _status, _requestId, params) => evaluationFailure(failure, keyOf(params)),
};

/** A failure about one prompt, or about a whole request. */
export function evaluationFailure(failure: Failure, key: string | undefined): EvaluationFailure {
  // Our hints are for who sits at our command line.
  const { code, message } = failure;
  const errorCode = isAboutContext(failure) ? 'INVALID_CONTEXT' : (CODES[code] ?? 'GENERAL');
  return { ...(key !== undefined && { key }), errorCode, errorDetails: `${message} [${code}]` };
}

/** The body was JSON, and what it says of the call is not what it may say. */
function isAboutContext({ code, details }: Failure): boolean {
  if (code !== 'request-invalid' || !isJsonObject(details as never)) return false;
  const { findings } = details as { findings?: readonly { path: string }[] };
  return findings?.some(({ path }) => path.startsWith('body/context')) === true;
}

function keyOf(params: unknown): string | undefined {
  return typeof params === 'object' && params !== null && 'key' in params ? String(params.key) : undefined;
}
