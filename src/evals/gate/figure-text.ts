/** A score, rate or other bare figure with the digits that matter: at most three decimals, never `-0`. */
export function figureText(value: number): string {
  return String(Number(value.toFixed(3)) + 0);
}

/** A share as a percentage with at most one decimal. */
export function percentText(share: number): string {
  return `${Number((share * 100).toFixed(1)) + 0} %`;
}

/** A p-value: two digits, and no false zero. */
export function pText(p: number): string {
  return p < 0.0001 ? '< 0.0001' : `${Number(p.toPrecision(2))}`;
}

/** US dollars: cents, or enough digits to show a smaller sum. */
export function dollarText(dollars: number): string {
  return dollars === 0 || dollars >= 0.1
    ? `$${dollars.toFixed(2)}`
    : `$${Number(dollars.toPrecision(2)).toFixed(Math.min(8, 1 - Math.floor(Math.log10(dollars))))}`;
}

/** A number of things: `1 case`, `12 cases`. */
export function amountText(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
