import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';
import type { LockedPrompt, Lockfile } from './lockfile.ts';
import { environmentOfLockfile } from './lockfile-name.ts';
import { isSamePin } from './merge/merge-lockfiles.ts';
import { type LockfileSource, parseLockfile } from './parse-lockfile.ts';

/** A lockfile with the file that it was read from. */
export interface NamedLockfile {
  readonly file: string;
  readonly lockfile: Lockfile;
}

/**
 * Reads all lockfiles of a project as one: the one of all environments, those of single ones, or both.
 *
 * Both are there when a change from one way to the other was cut short. As long as they say the same nothing is lost.
 *
 * @throws Failure `lockfile-invalid`, `lockfile-conflicted` also when two files pin one prompt differently.
 */
export function readLockfiles(sources: readonly LockfileSource[]): Lockfile {
  return joinLockfiles(sources.map((source) => ({ file: source.file, lockfile: parseOwn(source) })));
}

/** @throws Failure `lockfile-conflicted` when two files pin one prompt differently. */
export function joinLockfiles(parts: readonly NamedLockfile[]): Lockfile {
  const environments = new Map<EnvironmentName, { readonly file: string; readonly pins: ReadonlyMap<PromptId, LockedPrompt> }>();
  for (const { file, lockfile } of parts) {
    for (const [environment, pins] of lockfile.environments) {
      const other = environments.get(environment);
      if (other) refuseDifference(environment, other, { file, pins });
      else environments.set(environment, { file, pins });
    }
  }
  return { environments: new Map([...environments].map(([environment, { pins }]) => [environment, pins])) };
}

interface FilePins {
  readonly file: string;
  readonly pins: ReadonlyMap<PromptId, LockedPrompt>;
}

function refuseDifference(environment: EnvironmentName, one: FilePins, other: FilePins): void {
  const prompts = new Set([...one.pins.keys(), ...other.pins.keys()]);
  const differing = [...prompts].find((prompt) => !isSamePin(one.pins.get(prompt), other.pins.get(prompt)));
  if (differing === undefined) return;
  throw new Failure('lockfile-conflicted', `${one.file} and ${other.file} pin "${differing}" in ${environment} differently.`, {
    where: { file: other.file, line: 1, column: 1 },
    hint: 'Delete the one that is out of date, then run `promptlane lock`: it keeps the kind that the config asks for.',
  });
}

/** Reads one lockfile. @throws Failure `lockfile-invalid` when it says more than the environment that it is named after. */
export function parseOwn(source: LockfileSource): Lockfile {
  const lockfile = parseLockfile(source);
  const own = environmentOfLockfile(source.file);
  const foreign = own && [...lockfile.environments.keys()].find((environment) => environment !== own);
  if (foreign === undefined) return lockfile;
  const line = source.text.split('\n').findIndex((text) => text.trim().replaceAll('"', '').startsWith(`${foreign}:`)) + 1;
  throw new Failure('lockfile-invalid', `${source.file} pins ${own} alone, and this is ${foreign}.`, {
    where: { file: source.file, line: Math.max(line, 1), column: 3 },
  });
}
