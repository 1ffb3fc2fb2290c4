export interface LeaseTables {
  /** What only one of several servers does: `holder` does it, and nobody else before `until`. */
  leases: { name: string; holder: string; until: number };
}
