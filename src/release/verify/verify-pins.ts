import { type Digest, shortDigest } from '../../base/digest.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';
import type { BlobId, LockedPrompt, Lockfile } from '../lockfile/lockfile.ts';

type PinStatus = 'ok' | 'drift' | 'unlocked' | 'missing-source' | 'orphan' | 'stale-partial' | 'tampered';

/** What verifying found out about one prompt in one environment. */
export interface PinVerdict {
  readonly environment: EnvironmentName;
  readonly prompt: PromptId;
  readonly status: PinStatus;
  /** Who differs from what; empty when the status is ok. */
  readonly reasons: readonly string[];
}

/** What a version consists of: its digest, and those of the partials and guardrail sets it uses at any depth. */
export interface VersionDigests {
  readonly digest: Digest;
  readonly uses: ReadonlyMap<PromptId, Digest>;
}

/** What came of computing a pin anew from the texts that its blobs name. */
export type Recomputed =
  | ({ readonly outcome: 'computed' } & VersionDigests)
  /** These texts are nowhere: not in the tree, not in git. `reason` says how to get them. */
  | {
      readonly outcome: 'missing';
      readonly contents: readonly { readonly id: PromptId; readonly blob: BlobId }[];
      readonly reason?: string;
    }
  /** The texts are there and are no valid version, or need a text that the pin does not name. */
  | { readonly outcome: 'invalid'; readonly reason: string };

export interface VerifyInput {
  readonly lock: Lockfile;
  /** As the config declares them; the first is the one that `lock` derives from the tree. */
  readonly environments: readonly EnvironmentName[];
  /** The prompts of the working tree. */
  readonly tree: ReadonlyMap<PromptId, VersionDigests>;
  readonly recompute: (environment: EnvironmentName, prompt: PromptId, locked: LockedPrompt) => Recomputed;
}

/**
 * Judges every pin of a lockfile by its content, and every prompt of the tree by its pin.
 *
 * Trusts no digest that was written down: a pin is ok only when its texts were found and give
 * exactly the digests that it names, those of the partials included. Worst first: a text that is
 * nowhere, one that is not what the pin says, and then how the tree has moved on.
 */
export function verifyPins(input: VerifyInput): PinVerdict[] {
  const { lock, environments } = input;
  const undeclared = [...lock.environments.keys()].filter((name) => !environments.includes(name)).sort(byCodePoint);
  return [...environments, ...undeclared].flatMap((environment) => [...environmentVerdicts(input, environment)]);
}

function* environmentVerdicts({ lock, environments, tree, recompute }: VerifyInput, environment: EnvironmentName): Generator<PinVerdict> {
  const isFirst = environment === environments[0];
  const pins: ReadonlyMap<PromptId, LockedPrompt> = lock.environments.get(environment) ?? new Map();
  for (const prompt of isFirst ? bothKeys(pins, tree) : bothKeys(pins, new Map())) {
    const locked = pins.get(prompt);
    if (locked === undefined) {
      yield verdict(environment, prompt, 'unlocked', [`"${prompt}" is in the tree and not in the lockfile.`]);
      continue;
    }
    const content = contentVerdict(environment, prompt, locked, recompute(environment, prompt, locked));
    if (content.status !== 'ok') yield content;
    else if (isFirst) yield treeVerdict(environment, prompt, locked, tree.get(prompt));
    else if (environments.includes(environment)) yield content;
    else yield verdict(environment, prompt, 'orphan', [`"${environment}" is not an environment of the config.`]);
  }
}

function contentVerdict(environment: EnvironmentName, prompt: PromptId, locked: LockedPrompt, found: Recomputed): PinVerdict {
  if (found.outcome === 'missing') {
    const texts = found.contents.map(
      ({ id, blob }) => `The text of "${id}" (blob ${blob.slice(0, 12)}) is neither in the tree nor in git.`,
    );
    return verdict(environment, prompt, 'missing-source', found.reason === undefined ? texts : [...texts, found.reason]);
  }
  if (found.outcome === 'invalid') return verdict(environment, prompt, 'tampered', [found.reason]);
  const wrong = [...differences(prompt, digestsOf(locked), found)];
  return verdict(environment, prompt, wrong.length === 0 ? 'ok' : 'tampered', wrong);
}

/** How the texts differ from what the pin says of them. */
function* differences(prompt: PromptId, pinned: VersionDigests, found: VersionDigests): Generator<string> {
  if (pinned.digest !== found.digest)
    yield `"${prompt}" is pinned as ${shortDigest(pinned.digest)}, and its text gives ${shortDigest(found.digest)}.`;
  for (const id of bothKeys(pinned.uses, found.uses)) {
    const [pin, text] = [pinned.uses.get(id), found.uses.get(id)];
    if (pin === undefined) yield `"${prompt}" uses "${id}", which its pin does not name.`;
    else if (text === undefined) yield `The pin of "${prompt}" names "${id}", which the text does not use.`;
    else if (pin !== text) yield `"${id}" is pinned as ${shortDigest(pin)}, and its text gives ${shortDigest(text)}.`;
  }
}

/** How the tree has moved on since it was locked. */
function treeVerdict(environment: EnvironmentName, prompt: PromptId, locked: LockedPrompt, now: VersionDigests | undefined): PinVerdict {
  if (now === undefined) return verdict(environment, prompt, 'orphan', [`"${prompt}" is pinned and no longer in the tree.`]);
  if (now.digest === locked.digest) return verdict(environment, prompt, 'ok', []);
  const changed = changedUses(digestsOf(locked).uses, now.uses);
  const moved = `"${prompt}" is ${shortDigest(now.digest)} in the tree, and ${shortDigest(locked.digest)} in the lockfile.`;
  if (changed.length === 0) return verdict(environment, prompt, 'drift', [moved]);
  return verdict(environment, prompt, 'stale-partial', [moved, ...changed.map((id) => `"${id}", which it uses, was changed.`)]);
}

/** What both use and is another text now. What only one of them uses is a change of the prompt itself. */
function changedUses(locked: ReadonlyMap<PromptId, Digest>, now: ReadonlyMap<PromptId, Digest>): PromptId[] {
  return bothKeys(locked, now).filter((id) => locked.has(id) && now.has(id) && locked.get(id) !== now.get(id));
}

function bothKeys(left: ReadonlyMap<PromptId, unknown>, right: ReadonlyMap<PromptId, unknown>): PromptId[] {
  return [...new Set([...left.keys(), ...right.keys()])].sort(byCodePoint);
}

function digestsOf({ digest, uses }: LockedPrompt): VersionDigests {
  return { digest, uses: new Map([...uses].map(([id, content]) => [id, content.digest])) };
}

function verdict(environment: EnvironmentName, prompt: PromptId, status: PinStatus, reasons: readonly string[]): PinVerdict {
  return { environment, prompt, status, reasons };
}
