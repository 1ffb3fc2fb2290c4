/** An amount of US dollars with as many digits as say something: `$1.25`, `$0.0042`, `$0.0000215`. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0';
  const decimals = Math.max(2, 2 - Math.floor(Math.log10(Math.abs(amount))));
  return `$${amount.toFixed(Math.min(decimals, 12)).replace(/(\.\d\d\d*?)0+$/, '$1')}`;
}
