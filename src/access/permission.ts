/** What a principal may do. Every route declares exactly one. */
export const PERMISSIONS = [
  'prompts:read',
  'prompts:write',
  'environments:read',
  'environments:configure',
  'pins:move',
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
  'audit:read': 'prompts:read',
};
