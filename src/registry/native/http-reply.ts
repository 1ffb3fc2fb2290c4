/** An answer, whatever it says. */
export interface HttpReply {
  readonly status: number;
  readonly text: string;
}

/** The JSON value of a body; undefined for anything else. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
