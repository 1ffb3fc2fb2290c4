import type { Refusal } from './plan.ts';

/** A refusal as it is shown, of this program or of one that knows other codes. */
type ShownRefusal = Pick<Refusal, 'message' | 'satisfy'> & { readonly code: string };

/** Refusals of one kind, with what would satisfy them, each way once. */
export interface RefusalGroup<Shown extends ShownRefusal = Refusal> {
  readonly code: Shown['code'];
  readonly refusals: readonly [Shown, ...Shown[]];
  readonly satisfy: readonly string[];
}

/** Puts refusals of one code together, in the order in which the codes first come. */
export function groupedRefusals<Shown extends ShownRefusal>(refusals: readonly Shown[]): RefusalGroup<Shown>[] {
  const codes = new Map<Shown['code'], [Shown, ...Shown[]]>();
  for (const refusal of refusals) {
    const known = codes.get(refusal.code);
    if (known === undefined) codes.set(refusal.code, [refusal]);
    else known.push(refusal);
  }
  return [...codes].map(([code, alike]) => ({ code, refusals: alike, satisfy: [...new Set(alike.map(({ satisfy }) => satisfy))] }));
}
