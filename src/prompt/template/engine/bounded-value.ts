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
  const pending: object[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const member of Array.isArray(next) ? (next as unknown[]) : Object.values(next)) {
      size += typeof member === 'string' ? member.length + 1 : 1;
      if (typeof member === 'object' && member !== null) pending.push(member);
    }
    limit.check(size);
  }
}
