import type { Context } from 'liquidjs';

/**
 * Refuses a value that would be too large if it were written out.
 *
 * Charges nothing: the engine has charged what the filter made. The sum is checked while it grows,
 * so that a small list which holds itself a million times over costs no more than the limit.
 */
export function requireBounded(value: unknown, limit: Context['memoryLimit']): void {
  if (typeof value !== 'object' || value === null) return;
  let size = 0;
  const pending: unknown[] = [value];
  while (pending.length > 0) {
    const next = pending.pop();
    size += typeof next === 'string' ? next.length : 1;
    limit.check(size);
    if (typeof next === 'object' && next !== null) for (const member of Object.values(next)) pending.push(member);
  }
}
