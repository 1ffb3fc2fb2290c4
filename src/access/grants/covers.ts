import { globCovers } from '../glob.ts';
import type { Permission } from '../permission.ts';
import type { Binding } from '../principal.ts';
import { type AccessRole, ROLE_PERMISSIONS } from '../role.ts';

/** Whether a role may do all that another may. */
export function roleCovers(wide: AccessRole, narrow: AccessRole): boolean {
  return [...ROLE_PERMISSIONS[narrow]].every((permission) => ROLE_PERMISSIONS[wide].has(permission));
}

/** Whether a grant reaches everything that another reaches, whatever the roles. */
function reachCovers(wide: Omit<Binding, 'role'>, narrow: Omit<Binding, 'role'>): boolean {
  return (
    globCovers(wide.project, narrow.project) &&
    globCovers(wide.environments, narrow.environments) &&
    globCovers(wide.prompts, narrow.prompts)
  );
}

/** Whether one grant gives all that another gives. */
export function bindingCovers(wide: Binding, narrow: Binding): boolean {
  return roleCovers(wide.role, narrow.role) && reachCovers(wide, narrow);
}

/**
 * Whether who holds some grants may give or take another: one of them has the permission for it, is at least as wide,
 * and gives at least as much. So nobody gives what they do not have, not even in several steps.
 */
export function mayGrant(held: readonly Binding[], permission: Permission, wanted: Binding): boolean {
  return held.some((own) => ROLE_PERMISSIONS[own.role].has(permission) && bindingCovers(own, wanted));
}
