/** What a call says of itself. The order of its members means nothing. */
export type CallContext = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Why a call gets what it gets, in the order in which it is decided. */
export type AssignmentReason = 'rule' | 'no-unit' | 'holdout' | 'exclusive' | 'draw' | 'uncovered';
