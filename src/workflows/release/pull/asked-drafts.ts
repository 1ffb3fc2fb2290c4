import { Failure } from '../../../base/failure.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import type { DraftSummary, Registry } from '../../../registry/registry.ts';
import { closeDrafts } from '../../drafts/close-drafts.ts';
import { type DraftLine, draftLines, ownEdits } from '../../drafts/draft-lines.ts';
import type { DraftResult } from '../../drafts/draft-outcome.ts';
import { namedDraft } from '../../drafts/shown/named-draft.ts';
import type { Tree } from '../../versions/tree.ts';

/** Which drafts are to be pulled, and how they are settled. */
export interface DraftWishes {
  /** Only these; none means all. */
  readonly prompts: readonly string[];
  /** Drafts that are declined: ids, or `id@digest` where a prompt has several. The tree stays as it is. */
  readonly ours: readonly string[];
  /** Drafts that win where both sides changed the same place; an id means all of that prompt. */
  readonly theirs: readonly string[];
  /** Why drafts are declined. */
  readonly reason?: string;
  /** `frozen`: like `dry-run`, because the lockfile may not be written. */
  readonly mode: 'write' | 'dry-run' | 'frozen';
}

/** The drafts that a pull is about. */
interface AskedDrafts {
  readonly open: readonly DraftSummary[];
  /** Of the open ones, those that win their conflicts. */
  readonly preferred: ReadonlySet<DraftSummary>;
  readonly declined: readonly DraftSummary[];
}

/** @throws Failure `reference-unknown`, `reference-ambiguous` for a draft to decline that may be one of several, `usage-invalid` */
export async function askedDrafts(
  { prompts, ours, theirs }: DraftWishes,
  { library }: Tree,
  registry: Pick<Registry, 'drafts'>,
): Promise<AskedDrafts> {
  const drafts = await registry.drafts();
  const known = new Set<string>([
    ...[library.prompts, library.partials, library.guardrailSets].flatMap((entries) => [...entries.keys()]),
    ...drafts.map(({ id }) => id),
  ]);
  const stranger = prompts.find((id) => !known.has(id));
  if (stranger !== undefined) throw new Failure('reference-unknown', `There is no prompt "${stranger}".${didYouMean(stranger, known)}`);
  const lines = draftLines(drafts);
  const declined = new Set(ours.flatMap((name) => ownEdits(namedDraft(name, lines), lines)));
  const preferred = new Set(theirs.flatMap((name) => preferredEdits(name, lines)));
  const both = drafts.find((draft) => declined.has(draft) && preferred.has(draft));
  if (both !== undefined) throw new Failure('usage-invalid', `${both.id} cannot be settled by \`--ours\` and by \`--theirs\`.`);
  const isNamed = (draft: DraftSummary) => prompts.length === 0 || prompts.includes(draft.id) || preferred.has(draft);
  return { open: drafts.filter((draft) => !declined.has(draft) && isNamed(draft)), preferred, declined: [...declined] };
}

/** Taking several drafts loses nothing, so that an id stands for all of them. */
function preferredEdits(name: string, lines: readonly DraftLine[]): readonly DraftSummary[] {
  const ofPrompt = lines.filter(({ newest }) => newest.id === name);
  return (ofPrompt.length > 0 ? ofPrompt : [namedDraft(name, lines)]).flatMap(({ edits }) => edits);
}

/** Says of drafts that they are not wanted, and why. @throws Failure `usage-invalid` without a reason. */
export async function decline(
  { reason, mode }: DraftWishes,
  unwanted: readonly DraftSummary[],
  registry: Pick<Registry, 'closeDraft'>,
): Promise<DraftResult[]> {
  if (unwanted.length === 0) return [];
  if (reason === undefined) {
    throw new Failure('usage-invalid', 'Declining a draft needs a reason: whoever made it reads it.', {
      hint: 'Give it with `--reason <text>`.',
    });
  }
  if (mode === 'write') await closeDrafts(unwanted, { outcome: 'declined', reason }, registry);
  return unwanted.map((draft): DraftResult => ({ draft, outcome: { kind: 'declined' } }));
}
