import { Failure } from '../base/failure.ts';
import { globMatches } from './glob.ts';
import { type Permission, SEES } from './permission.ts';
import type { Binding, Principal } from './principal.ts';
import { ROLE_PERMISSIONS } from './role.ts';

/** What is acted on. An absent member means that the action is not about one: any grant in the project reaches it. */
export interface Resource {
  readonly project: string;
  readonly environment?: string;
  readonly prompt?: string;
}

/**
 * Lets a principal act on a resource, or throws: the one seam that every route and every moved pin passes.
 *
 * @throws Failure `not-found` when the principal may not even see it, so that names do not leak;
 * `not-allowed` when it sees the thing and lacks the permission.
 */
export function authorise(principal: Principal, permission: Permission, resource: Resource): void {
  if (allows(principal, permission, resource)) return;
  if (!allows(principal, SEES[permission], resource)) throw new Failure('not-found', `There is no ${describe(resource)}.`);
  throw new Failure('not-allowed', `${principal.name} may not do this (${permission}) on ${describe(resource)}.`);
}

/** Whether a principal may act on a resource. */
export function allows(principal: Principal, permission: Permission, resource: Resource): boolean {
  return principal.bindings.some((binding) => ROLE_PERMISSIONS[binding.role].has(permission) && reaches(binding, resource));
}

/** True when no prompt of the project is hidden from the principal for this permission. */
export function allowsEveryPrompt(principal: Principal, permission: Permission, resource: Resource): boolean {
  return principal.bindings.some(
    (binding) => binding.prompts === '*' && ROLE_PERMISSIONS[binding.role].has(permission) && reaches(binding, resource),
  );
}

function reaches(binding: Binding, { project, environment, prompt }: Resource): boolean {
  return (
    globMatches(binding.project, project) &&
    (environment === undefined || globMatches(binding.environments, environment)) &&
    (prompt === undefined || globMatches(binding.prompts, prompt))
  );
}

function describe({ project, environment, prompt }: Resource): string {
  const parts = [prompt && `prompt "${prompt}"`, environment && `environment "${environment}"`, `project "${project}"`];
  return parts.filter((part) => part !== undefined && part !== '').join(' in ');
}
