import { canonicalJson, type JsonObject } from '../../base/json/canonical-json.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import type { PromptId } from '../prompt.ts';
import type { BreakingOptions, PromptSide, PromptSides } from './breaking-change.ts';
import type { Found } from './found.ts';

/** A prompt on one or both sides, and what its coming, going or renaming means. */
export interface PromptPair {
  /** By its later id, where it has one. */
  readonly id: PromptId;
  readonly before?: PromptSide;
  readonly after?: PromptSide;
  readonly found: readonly Found[];
}

/**
 * Finds each earlier prompt among the later ones: by its id, by an alias, or, renamed without one, by its content.
 *
 * A rename with an alias is no change for callers (B401, B402, N602).
 */
export function pairPrompts(before: PromptSides, after: PromptSides, { pinned }: BreakingOptions): PromptPair[] {
  const renamed = renamedPrompts(before, after);
  const taken = new Set([...renamed.values()].map(({ id }) => id));
  const earlier = [...before].map(([id, side]): PromptPair => {
    const same = after.get(id);
    if (same !== undefined) return { id, before: side, after: same, found: [] };
    const rename = renamed.get(id);
    if (rename === undefined) return { id, before: side, found: [deleted(id, pinned)] };
    const later = after.get(rename.id);
    return { id: rename.id, before: side, ...(later && { after: later }), found: rename.hasAlias ? [] : [idChanged(id, rename.id)] };
  });
  const added = [...after]
    .filter(([id]) => !before.has(id) && !taken.has(id))
    .map(([id, side]): PromptPair => ({ id, after: side, found: [{ rule: 'N602', path: [], message: `The prompt ${id} is new.` }] }));
  return [...earlier, ...added].sort((one, other) => byCodePoint(one.id, other.id));
}

interface Rename {
  /** The later id. */
  readonly id: PromptId;
  readonly hasAlias: boolean;
}

/**
 * What became of each earlier prompt whose id is gone: by an alias, else by its content.
 *
 * @param earlierIds all ids of the earlier side, when only those that are gone were loaded.
 */
export function renamedPrompts(
  before: PromptSides,
  after: PromptSides,
  earlierIds: Pick<ReadonlySet<PromptId>, 'has'> = before,
): ReadonlyMap<PromptId, Rename> {
  const gone = [...before.keys()].filter((id) => !after.has(id));
  const found = new Map<PromptId, Rename>();
  const fresh = new Set([...after.keys()].filter((id) => !earlierIds.has(id)));
  for (const id of gone) {
    const alias = [...after].find(([, { about }]) => about?.aliases?.includes(id));
    if (alias !== undefined) {
      found.set(id, { id: alias[0], hasAlias: true });
      fresh.delete(alias[0]);
    }
  }
  for (const id of gone.filter((one) => !found.has(one))) {
    const same = [...fresh].find((other) => isAlike(before.get(id), after.get(other)));
    if (same === undefined) continue;
    found.set(id, { id: same, hasAlias: false });
    fresh.delete(same);
  }
  return found;
}

/** The same content, or at least the same messages, is the same prompt under another name. */
function isAlike(one: PromptSide | undefined, other: PromptSide | undefined): boolean {
  if (one === undefined || other === undefined) return false;
  const messages = ({ version }: PromptSide): string => canonicalJson(version.content.messages as unknown as readonly JsonObject[]);
  return one.version.digest === other.version.digest || messages(one) === messages(other);
}

function idChanged(from: PromptId, to: PromptId): Found {
  const hint = `Add \`aliases: [${from}]\` to ${to}.`;
  return { rule: 'B402', path: ['id'], message: `The prompt ${from} is now called ${to}.`, hint, before: from, after: to };
}

function deleted(id: PromptId, pinned: BreakingOptions['pinned']): Found {
  const environments = pinned?.get(id) ?? [];
  const found = { rule: 'B401' as const, path: [], before: id };
  if (pinned === undefined) return { ...found, message: `The prompt ${id} is gone.` };
  if (environments.length === 0) return { ...found, message: `The prompt ${id} is gone; no environment pins it.`, level: 'info' };
  return { ...found, message: `The prompt ${id} is gone, and ${environments.join(', ')} ${environments.length > 1 ? 'pin' : 'pins'} it.` };
}
