import { PERMISSIONS, type Permission } from './permission.ts';

export const ACCESS_ROLES = ['viewer', 'editor', 'reviewer', 'deployer', 'admin', 'auditor'] as const;
export type AccessRole = (typeof ACCESS_ROLES)[number];

/** Whoever is told what to serve may tell what it served: applications have no other role. */
const READ: readonly Permission[] = ['prompts:read', 'environments:read', 'exposures:write', 'runs:read'];

/** What each role may do: who writes a prompt, who approves it and who releases it are apart. */
export const ROLE_PERMISSIONS: Record<AccessRole, ReadonlySet<Permission>> = {
  viewer: new Set(READ),
  editor: new Set([...READ, 'prompts:write', 'reviews:write', 'runs:write', 'evidence:write']),
  reviewer: new Set([...READ, 'reviews:write', 'reviews:decide']),
  deployer: new Set([...READ, 'reviews:write', 'pins:move', 'versions:revoke']),
  admin: new Set(PERMISSIONS),
  auditor: new Set([...READ, 'audit:read']),
};
