import { FAILURES, type Failure, type FailureCode, type FailureKind } from '../../base/failure.ts';

const BY_KIND: Record<FailureKind, number> = {
  usage: 400,
  validation: 400,
  drift: 409,
  breaking: 409,
  gate: 403,
  conflict: 409,
  access: 403,
  'not-found': 404,
  network: 502,
  interrupted: 503,
};

const BY_CODE: { readonly [Code in FailureCode]?: number } = {
  'not-signed-in': 401,
  'sign-in-refused': 401,
  'body-too-large': 413,
  'langwatch-unsayable': 422,
  'langwatch-unsupported': 422,
  'rate-limited': 429,
  'server-failed': 500,
  'server-stopping': 503,
  'secret-unreadable': 500,
  'idempotency-key-reused': 422,
  'database-unreachable': 503,
  'database-busy': 503,
  'database-full': 503,
};

/** The HTTP status of a failure. */
export function statusOf({ code }: Failure): number {
  return BY_CODE[code] ?? BY_KIND[FAILURES[code].kind];
}
