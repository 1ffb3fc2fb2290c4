/** A mail address in the one form in which it is stored and compared. */
export type Email = string & { readonly __brand: 'Email' };

const LONGEST = 254;
const ADDRESS = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The address in lower case; undefined for what is none.
 *
 * ASCII only, checked before letters are lowered: letters of other scripts look like these, and some (`K` for kelvin)
 * become them, so that two people could be taken for one.
 */
export function normalEmail(text: string): Email | undefined {
  const trimmed = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  if (trimmed.length > LONGEST || !/^[\x21-\x7e]+$/.test(trimmed)) return undefined;
  const lowered = trimmed.toLowerCase();
  return ADDRESS.test(lowered) ? (lowered as Email) : undefined;
}
