import type { Digest } from '../../base/digest.ts';
import type { SigningKey } from '../signing/signing-key.ts';
import { trustedKeys } from '../signing/trusted-keys.ts';
import { CHAIN_START, type ChainedEntry, isSealed } from './chained-entry.ts';
import { type Checkpoint, isGenuine } from './checkpoint.ts';

/** What can be wrong with a trail. */
export type TrailDamage = 'edited' | 'missing' | 'moved' | 'truncated' | 'rewritten' | 'forked' | 'signature';

/** The first thing that is wrong, and the entry where it shows. */
export interface TrailFinding {
  readonly damage: TrailDamage;
  readonly seq: number;
  readonly message: string;
}

/** What a trail is held against. */
export interface TrailWitness {
  readonly project: string;
  /** What the registry signed, in any order. */
  readonly checkpoints: readonly Checkpoint[];
  readonly keys: readonly SigningKey[];
  /** What was signed earlier and kept elsewhere, in Git: no later word of the registry can change it. */
  readonly kept?: Checkpoint;
}

export interface TrailVerdict {
  /** Entries that hold. */
  readonly entries: number;
  /** Checkpoints that hold, the kept one included. */
  readonly checkpoints: number;
  /** Absent: nothing is wrong. */
  readonly finding?: TrailFinding;
}

/** Holds a trail against its own chain, what the registry signed, and what was kept of it. Memory does not grow with the entries. */
export async function verifyTrail(
  entries: AsyncIterable<ChainedEntry> | Iterable<ChainedEntry>,
  witness: TrailWitness,
): Promise<TrailVerdict> {
  const signed = signedStates(witness);
  let [last, hash, held, agreed]: [number, Digest, number, number] = [0, CHAIN_START, 0, 0];
  const verdict = (finding?: TrailFinding): TrailVerdict => ({ entries: last, checkpoints: held, ...(finding && { finding }) });
  let gap: number | undefined;
  for await (const entry of entries) {
    if (gap !== undefined) {
      if (entry.seq === gap) return verdict(moved(gap));
      continue;
    }
    const expected = last + 1;
    const broken = brokenEntry(entry, expected, hash);
    if (broken === 'gap') {
      gap = expected;
      continue;
    }
    if (broken !== undefined) return verdict(broken);
    for (const { checkpoint, isKept, problem } of signed.get(entry.seq) ?? []) {
      const finding = problem ?? differing(checkpoint, entry.hash, { isKept, agreed });
      if (finding !== undefined) return verdict(finding);
      held += 1;
      agreed = entry.seq;
    }
    [last, hash] = [entry.seq, entry.hash];
  }
  if (gap !== undefined) return verdict(missing(gap));
  const [beyond] = [...signed].filter(([seq]) => seq > last).sort(([left], [right]) => left - right);
  return verdict(beyond && (beyond[1].find(({ problem }) => problem)?.problem ?? truncated(last, beyond[0])));
}

interface SignedState {
  readonly checkpoint: Checkpoint;
  readonly isKept: boolean;
  readonly problem?: TrailFinding;
}

/** What was signed, by entry. What Git kept is held first: it says whose signatures count after it. */
function signedStates({ project, checkpoints, keys, kept }: TrailWitness): Map<number, SignedState[]> {
  const states = new Map<number, SignedState[]>();
  const trusted = trustedKeys(keys, kept?.keyId);
  const all = trustedKeys(keys);
  const add = (checkpoint: Checkpoint, isKept: boolean) => {
    // What comes before a kept state is vouched for by its hash; a key of that time needs no one to vouch for it.
    const problem = signatureProblem(checkpoint, project, kept === undefined || checkpoint.seq <= kept.seq ? all : trusted);
    const same = states.get(checkpoint.seq) ?? [];
    states.set(checkpoint.seq, [...same, { checkpoint, isKept, ...(problem && { problem }) }]);
  };
  if (kept) add(kept, true);
  for (const checkpoint of checkpoints) add(checkpoint, false);
  return states;
}

function signatureProblem(checkpoint: Checkpoint, project: string, keys: ReadonlyMap<Digest, SigningKey>): TrailFinding | undefined {
  const { seq } = checkpoint;
  const wrong = (message: string): TrailFinding => ({ damage: 'signature', seq, message });
  if (checkpoint.project !== project) return wrong(`The checkpoint at entry ${seq} is of the project "${checkpoint.project}".`);
  if (!keys.has(checkpoint.keyId)) return wrong(`The checkpoint at entry ${seq} is signed by a key that nobody vouches for.`);
  return isGenuine(checkpoint, keys) ? undefined : wrong(`The signature of the checkpoint at entry ${seq} is wrong.`);
}

function brokenEntry(entry: ChainedEntry, expected: number, previous: Digest): TrailFinding | 'gap' | undefined {
  if (!isSealed(entry)) {
    return { damage: 'edited', seq: expected, message: `Entry ${expected} is not what its hash says: it was edited.` };
  }
  if (entry.seq > expected) return 'gap';
  if (entry.seq < expected) return moved(entry.seq);
  if (entry.previous === previous) return undefined;
  const rewritten = Math.max(1, expected - 1);
  return { damage: 'edited', seq: rewritten, message: `Entry ${expected} does not follow from entry ${rewritten}, which was edited.` };
}

function differing(
  { seq, hash }: Checkpoint,
  found: Digest,
  { isKept, agreed }: { readonly isKept: boolean; readonly agreed: number },
): TrailFinding | undefined {
  if (hash === found) return undefined;
  if (isKept)
    return { damage: 'forked', seq, message: `Entry ${seq} is not the one that the kept checkpoint names: the trail was forked.` };
  const message = `Entry ${seq} is not the one that was signed: entries were rewritten between ${agreed + 1} and ${seq}.`;
  return { damage: 'rewritten', seq: agreed + 1, message };
}

function moved(seq: number): TrailFinding {
  return { damage: 'moved', seq, message: `Entry ${seq} does not stand in its place.` };
}

function missing(seq: number): TrailFinding {
  return { damage: 'missing', seq, message: `Entry ${seq} is missing.` };
}

function truncated(last: number, signed: number): TrailFinding {
  const message = `The trail ends with entry ${last}, and entry ${signed} was signed: it was cut off.`;
  return { damage: 'truncated', seq: last + 1, message };
}
