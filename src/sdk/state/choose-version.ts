import { type Digest, shortDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Pins } from '../../release/environment.ts';
import { assign } from '../../release/rollout/assign.ts';
import type { CallContext } from '../../release/rollout/call-context.ts';
import type { ServedRollout } from '../../release/rollout/served-rollout.ts';
import type { Settings } from '../options.ts';
import type { ChoiceReason, Source } from '../prompt/served-details.ts';

/** What a prompt may get, of which everything is in memory. */
export interface Entry {
  readonly pin: Digest;
  readonly rollout?: ServedRollout | undefined;
  /** Of the bundle, because what the environment pins could not be had. */
  readonly isBundled?: boolean;
}

/** What decisions are made by. */
export interface Served {
  readonly source: Source;
  /** Absent for a bundle. */
  readonly at?: { readonly epoch: number; readonly revision: number };
  readonly entries: ReadonlyMap<PromptId, Entry>;
  /** What prompts got that the environment no longer pins. */
  readonly removed: ReadonlyMap<PromptId, Entry>;
  /** Prompts that are pinned, but of which nothing could be had. */
  readonly missing: ReadonlySet<PromptId>;
  readonly killed: ReadonlySet<PromptId>;
  readonly revoked: ReadonlySet<Digest>;
  readonly bundled: Pins;
}

export interface Choice {
  readonly digest: Digest;
  readonly reason: ChoiceReason;
  readonly source: Source;
  readonly rollout?: ServedRollout;
  readonly variant?: string;
  readonly unit?: string;
  readonly compared?: boolean;
}

export interface Asked {
  readonly prompt: PromptId;
  readonly version?: Digest | undefined;
  readonly context: CallContext;
}

type Policies = Pick<Settings, 'environment' | 'onRemoved' | 'onKilled'>;

/**
 * Decides which version a call gets, without asking anybody.
 *
 * @throws Failure `prompt-killed`, `version-revoked`, `prompt-unserved`, `source-missing`
 */
export function chooseVersion(served: Served, asked: Asked, policies: Policies): Choice {
  const { prompt, version } = asked;
  if (served.killed.has(prompt)) return insteadOfKilled(served, asked, policies);
  if (version !== undefined) return { digest: usable(served, prompt, version), reason: 'asked', source: served.source };
  const entry = served.entries.get(prompt);
  if (entry === undefined) return insteadOfNothing(served, prompt, policies);
  const source = entry.isBundled ? 'bundle' : served.source;
  const { pin, rollout } = entry;
  if (rollout === undefined) return { digest: usable(served, prompt, pin), reason: 'pinned', source };
  const { version: digest, ...assignment } = assign(rollout, asked.context);
  if (!served.revoked.has(digest)) return { digest, source, rollout, ...assignment };
  // A rollout may not keep alive what was taken back: its calls get what everybody else gets.
  return { digest: usable(served, prompt, pin), reason: 'pinned', source };
}

function insteadOfKilled({ bundled, entries, revoked }: Served, { prompt, version }: Asked, { environment, onKilled }: Policies): Choice {
  const spare = bundled.get(prompt);
  const isAnother = spare !== undefined && spare !== entries.get(prompt)?.pin && !revoked.has(spare);
  if (onKilled === 'bundle' && version === undefined && isAnother) return { digest: spare, reason: 'killed', source: 'bundle' };
  throw new Failure('prompt-killed', `The kill switch of ${prompt} in ${environment} is on.`);
}

function insteadOfNothing(served: Served, prompt: PromptId, { environment, onRemoved }: Policies): Choice {
  const { bundled, removed, missing, revoked, source } = served;
  if (missing.has(prompt)) {
    throw new Failure('source-missing', `${environment} pins ${prompt}, but its content could not be had.`, {
      hint: 'Give `onProblem` to the client: it is told why. It goes on trying.',
    });
  }
  const spare = onRemoved === 'bundle' ? bundled.get(prompt) : onRemoved === 'keep' ? removed.get(prompt)?.pin : undefined;
  if (spare !== undefined && !revoked.has(spare)) {
    return { digest: spare, reason: 'removed', source: onRemoved === 'bundle' ? 'bundle' : source };
  }
  throw new Failure('prompt-unserved', `${environment} serves no ${prompt}.`);
}

function usable({ revoked }: Served, prompt: PromptId, digest: Digest): Digest {
  if (!revoked.has(digest)) return digest;
  throw new Failure('version-revoked', `The version ${shortDigest(digest)} of ${prompt} was revoked.`);
}
