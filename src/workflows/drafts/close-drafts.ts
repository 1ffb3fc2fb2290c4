import type { DraftClosing, DraftSummary, Registry } from '../../registry/registry.ts';

/** Says of edits what became of them. */
export async function closeDrafts(
  edits: readonly DraftSummary[],
  became: Pick<DraftClosing, 'outcome' | 'reason' | 'commit'>,
  registry: Pick<Registry, 'closeDraft'>,
): Promise<void> {
  for (const { id: prompt, digest, parent, blob = null, parentBlob = null } of edits) {
    await registry.closeDraft({ prompt, digest, parent, blob, parentBlob, ...became });
  }
}
