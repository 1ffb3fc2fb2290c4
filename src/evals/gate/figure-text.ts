/** A score, rate or other bare figure with the digits that matter: at most three decimals. */
export function figureText(value: number): string {
  return String(rounded(value, 3));
}

/** A difference, with its sign: `+0.1`, `-0.02`, `0`. */
export function signedText(value: number): string {
  const text = figureText(value);
  return text === '0' || text.startsWith('-') ? text : `+${text}`;
}

/** A share as a percentage with at most one decimal. */
export function percentText(share: number): string {
  return `${rounded(share * 100, 1)} %`;
}

/** Rounds, but never to a whole number that it is not: 0.99996 shown as 1 would seem to keep `= 1`. */
function rounded(value: number, decimals: number): number {
  const nearest = Number(value.toFixed(decimals));
  const isExact = !Number.isInteger(nearest) || Math.abs(nearest - value) < 1e-9;
  // Adding 0 turns −0 into 0.
  return isExact || decimals >= 9 ? nearest + 0 : rounded(value, decimals + 1);
}

/** A p-value: two digits, and no false zero. */
export function pText(p: number): string {
  return p < 0.0001 ? '< 0.0001' : `${Number(p.toPrecision(2))}`;
}

/** `p = 0.031`, `p < 0.0001`. */
export function pStatement(p: number): string {
  const text = pText(p);
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
}

/** US dollars: cents, or two digits of a smaller sum. */
export function dollarText(dollars: number): string {
  return dollars === 0 || dollars >= 0.1 ? `$${dollars.toFixed(2)}` : `$${Number(dollars.toPrecision(2))}`;
}

/** A number of things: `1 case`, `12 cases`. */
export function amountText(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
