import { type Digest, shortDigest } from '../../base/digest.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { pinsOf } from '../../release/lockfile/edit-lockfile.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { PinVerdict } from '../../release/verify/verify-pins.ts';
import { type PinDifference, pinDifference, type Served, type ServedPins } from './served.ts';
import type { VerifyOutcome } from './verify.ts';

/** What verifying found out about a pin, also against what the registry serves. */
export interface OnlineVerdict extends Omit<PinVerdict, 'status'> {
  readonly status: PinVerdict['status'] | PinDifference;
}

export interface OnlineOutcome extends Omit<VerifyOutcome, 'verdicts'> {
  readonly verdicts: readonly OnlineVerdict[];
}

/** Judges pins that are what they say by what the registry serves, and names what it serves besides them. */
export function verifyServed({ verdicts, pins }: VerifyOutcome, lock: Lockfile, served: Served): OnlineOutcome {
  const known = verdicts.map((own) => (own.status === 'ok' ? servedVerdict(own, lock, served.get(own.environment)) : own));
  const all = [...known, ...besides(lock, served)];
  return { verdicts: all, pins, isOk: all.every(({ status }) => status === 'ok') };
}

function servedVerdict(own: PinVerdict, lock: Lockfile, served: ServedPins | undefined): OnlineVerdict {
  const { environment, prompt } = own;
  if (served === undefined) return { ...own, status: 'pending', reasons: [`The registry has no environment "${environment}".`] };
  const locked = pinsOf(lock, environment).get(prompt);
  const status = pinDifference(prompt, locked, served);
  return status === undefined ? own : { environment, prompt, status, reasons: [reason(environment, prompt, locked, served)] };
}

function* besides(lock: Lockfile, served: Served): Generator<OnlineVerdict> {
  for (const [environment, there] of served) {
    const locked = pinsOf(lock, environment);
    for (const prompt of [...there.pins.keys()].sort(byCodePoint)) {
      if (locked.has(prompt)) continue;
      yield { environment, prompt, status: 'remote-diverged', reasons: [reason(environment, prompt, undefined, there)] };
    }
  }
}

function reason(environment: EnvironmentName, prompt: PromptId, locked: Digest | undefined, { pins }: ServedPins): string {
  const there = pins.get(prompt);
  const said = (digest: Digest | undefined) => (digest === undefined ? 'no version' : shortDigest(digest));
  return `"${environment}" serves ${said(there)} of "${prompt}", and the lockfile pins ${said(locked)}.`;
}
