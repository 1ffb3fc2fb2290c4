import type { Digest } from '../../base/digest.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { BlobId, LockedPrompt, Lockfile } from '../../release/lockfile/lockfile.ts';
import { type PinVerdict, type Recomputed, type VersionDigests, verifyPins } from '../../release/verify/verify-pins.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { ReadTexts } from '../versions/batched-texts.ts';
import { blobsOf, recompute } from '../versions/locked-versions.ts';
import { requireValid, type Tree } from '../versions/tree.ts';
import type { Environments } from './environments.ts';

export interface VerifyOutcome {
  readonly verdicts: readonly PinVerdict[];
  readonly pins: number;
  /** True when every pin is what it says and the tree is what is locked. */
  readonly isOk: boolean;
}

export interface VerifyDependencies {
  readonly tree: Tree;
  readonly lock: Lockfile;
  readonly environments: Environments;
  readonly blobIds: Git['blobIds'];
  readonly texts: ReadTexts;
  /** Why texts are missing, and the fetch that brings them. */
  readonly explainMissing: (blobs: readonly BlobId[]) => Promise<string | undefined>;
}

/** Recomputes every pin of the lockfile from its texts, without the network. @throws Failure `prompts-invalid` */
export async function verify({ tree, lock, environments, blobIds, texts, explainMissing }: VerifyDependencies): Promise<VerifyOutcome> {
  requireValid(tree);
  const pins = [...lock.environments.values()].flatMap((environment) => [...environment.values()]);
  const known = await textsOf(pins, tree, blobIds, texts);
  const absent = [...new Set(pins.flatMap(blobsOf))].filter((blob) => !known.has(blob));
  const why = absent.length > 0 ? await explainMissing(absent) : undefined;
  const verdicts = verifyPins({
    lock,
    environments: environments.map(({ name }) => name),
    tree: new Map([...tree.library.prompts.keys()].map((id) => [id, digestsOf(tree.versions.of(id))])),
    recompute: (_environment, prompt, locked) => recomputed(prompt, locked, known, why),
  });
  return { verdicts, pins: pins.length, isOk: verdicts.every(({ status }) => status === 'ok') };
}

/** Texts by blob id, from git and from the tree: outside a repository the tree is all there is. */
async function textsOf(
  pins: readonly LockedPrompt[],
  { files }: Tree,
  blobIds: VerifyDependencies['blobIds'],
  texts: ReadTexts,
): Promise<ReadonlyMap<BlobId, string>> {
  const wanted = [...new Set(pins.flatMap(blobsOf))];
  const [ids, stored] = await Promise.all([blobIds(files), texts(wanted)]);
  const inTree = files.map(({ text }, index): [BlobId, string] => [ids[index] as BlobId, text]);
  return new Map([...inTree, ...stored]);
}

function recomputed(prompt: PromptId, locked: LockedPrompt, texts: ReadonlyMap<BlobId, string>, why: string | undefined): Recomputed {
  const found = recompute(prompt, locked, texts);
  if (found.kind === 'version') return { outcome: 'computed', ...digestsOf(found.version) };
  if (found.kind === 'unreadable')
    return { outcome: 'invalid', reason: `The locked text of "${prompt}" is no valid prompt: ${found.message}` };
  const contents = found.ids.map((id) => ({ id, blob: id === prompt ? locked.blob : (locked.uses.get(id)?.blob ?? locked.blob) }));
  return { outcome: 'missing', contents, ...(why !== undefined && { reason: why }) };
}

function digestsOf({ digest, partials, guardrailSets }: PromptVersion): VersionDigests {
  const uses = [...partials, ...guardrailSets].map(([id, used]): [PromptId, Digest] => [id, used.digest]);
  return { digest, uses: new Map(uses) };
}
