/** Errors of a connection that was never made: the request cannot have been carried out. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

/** What a connection broke of, as its code where it has one, else as its message. */
export function connectionError(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return String(code ?? message);
}

/** The commonest, for people who know no codes. */
const IN_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no host of that name',
  EAI_AGAIN: 'the name could not be looked up',
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'the connection was cut',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  UND_ERR_CONNECT_TIMEOUT: 'nobody answered in time',
  UND_ERR_HEADERS_TIMEOUT: 'nobody answered in time',
  UND_ERR_SOCKET: 'the connection was cut',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by nobody that this machine trusts',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by nobody that this machine trusts',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

/** What a connection broke of in words, with the code for whoever searches for it. */
export function connectionErrorText(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return 'nobody answered in time';
  const code = connectionError(error);
  return Object.hasOwn(IN_WORDS, code) ? `${IN_WORDS[code]} (${code})` : code;
}

/** True when nobody can have seen the request: it may be sent again whatever it asks for. */
export function neverConnected(error: unknown): boolean {
  return NOT_CONNECTED.has(connectionError(error));
}
