import { parseOwn } from '../join-lockfiles.ts';
import { EMPTY_LOCKFILE } from '../lockfile.ts';
import { hasConflictMarkers, type LockfileSource } from '../parse-lockfile.ts';
import type { LockfileSides } from './merge-lockfiles.ts';

/**
 * The lockfile that two sides come from; an empty text is a file that neither had.
 *
 * Branches that were merged into each other come from several. Git merges those first, and where that has
 * conflicts the base has markers: then it is not known.
 */
export function readBase(source: LockfileSource): Pick<LockfileSides, 'base'> {
  if (hasConflictMarkers(source.text)) return {};
  return { base: source.text === '' ? EMPTY_LOCKFILE : parseOwn(source) };
}
