/** Errors of a connection that was never made: the request cannot have been carried out. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** What a connection broke of, as its code where it has one, else as its message. */
export function connectionError(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return String(code ?? message);
}

/** True when nobody can have seen the request: it may be sent again whatever it asks for. */
export function neverConnected(error: unknown): boolean {
  return NOT_CONNECTED.has(connectionError(error));
}
