import type { Refusal } from './plan.ts';

/** Refusals of one kind, with what would satisfy them, each way once. */
export interface RefusalGroup {
  readonly code: Refusal['code'];
  readonly refusals: readonly [Refusal, ...Refusal[]];
  readonly satisfy: readonly string[];
}

/** Puts refusals of one code together, in the order in which the codes first come. */
export function groupedRefusals(refusals: readonly Refusal[]): RefusalGroup[] {
  const codes = new Map<Refusal['code'], [Refusal, ...Refusal[]]>();
  for (const refusal of refusals) {
    const known = codes.get(refusal.code);
    if (known === undefined) codes.set(refusal.code, [refusal]);
    else known.push(refusal);
  }
  return [...codes].map(([code, alike]) => ({ code, refusals: alike, satisfy: [...new Set(alike.map(({ satisfy }) => satisfy))] }));
}
