/** What a principal may do. Every route declares exactly one. */
export const PERMISSIONS = [
  'prompts:read',
  'prompts:write',
  'environments:read',
  'environments:configure',
  'pins:move',
  /** Say which units got which variant of a rollout, and what became of them. */
  'exposures:write',
  /** Say that a version is never to be served anywhere again. */
  'versions:revoke',
  /** Ask for a review, and comment on one. */
  'reviews:write',
  /** Approve and reject. */
  'reviews:decide',
  'runs:read',
  'runs:write',
  /** Upload a run that may count as evidence. */
  'evidence:write',
  /** Move pins against policy, loudly. */
  'policies:override',
  'members:manage',
  'tokens:manage',
  'webhooks:manage',
  'audit:read',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The permission that shows a thing exists: who lacks it is told that there is nothing. */
export const SEES: Record<Permission, Permission> = {
  'prompts:read': 'prompts:read',
  'prompts:write': 'prompts:read',
  'environments:read': 'environments:read',
  'environments:configure': 'environments:read',
  'pins:move': 'environments:read',
  'exposures:write': 'environments:read',
  'versions:revoke': 'prompts:read',
  'reviews:write': 'prompts:read',
  'reviews:decide': 'prompts:read',
  'runs:read': 'runs:read',
  'runs:write': 'runs:read',
  'evidence:write': 'runs:read',
  'policies:override': 'environments:read',
  'members:manage': 'prompts:read',
  'tokens:manage': 'prompts:read',
  'webhooks:manage': 'prompts:read',
  'audit:read': 'prompts:read',
};
