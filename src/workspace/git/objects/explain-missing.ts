import { Failure } from '../../../base/failure.ts';
import type { RunGit } from '../run-git.ts';

/** How much of its history a clone holds. */
type CloneKind = 'full' | 'shallow' | 'partial';

const SHOWN = 3;

/** The failure for objects that a clone does not hold: which ones, why, and the fetch that brings them. */
export async function missingObjects(run: RunGit, ids: readonly string[]): Promise<Failure> {
  const kind = await cloneKind(run);
  const names = ids.slice(0, SHOWN).map((id) => id.slice(0, 12));
  const named = `${names.join(', ')}${ids.length > SHOWN ? ` and ${ids.length - SHOWN} more` : ''}`;
  return new Failure('git-object-missing', `${CLONES[kind].noun} does not hold ${named}.`, {
    hint: CLONES[kind].hint,
    details: { missing: ids },
  });
}

/** What to add when a name cannot be resolved, because it may lie beyond what was cloned. */
export async function beyondClone(run: RunGit): Promise<string | undefined> {
  const kind = await cloneKind(run);
  return kind === 'full' ? undefined : CLONES[kind].hint;
}

/** The fetch that brings the commits which a shallow clone left out; nothing when it left out none. */
export async function beyondHistory(run: RunGit): Promise<string | undefined> {
  return (await isShallow(run)) ? CLONES.shallow.hint : undefined;
}

/** The failure for a fetch that did not bring what a partial clone left out. */
export function fetchFailure(remote: string, count: number, said: string): Failure {
  const [reason = 'no reason given'] = said.split('\n').filter((line) => /^(?:fatal|error|ssh|remote):/.test(line));
  return new Failure('git-fetch-failed', `${count} texts that this partial clone left out could not be fetched from ${remote}: ${reason}`, {
    hint: `${CLONES.partial.hint} It may ask for a password; this command never does.`,
  });
}

const CLONES: Readonly<Record<CloneKind, { noun: string; hint: string }>> = {
  full: { noun: 'This repository', hint: 'Push the commit that holds it from where it was locked, then run `git fetch` here.' },
  shallow: { noun: 'This shallow clone', hint: 'Run `git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`.' },
  partial: { noun: 'This partial clone', hint: 'Run `git fetch --refetch --no-filter`, which brings what the clone left out.' },
};

async function cloneKind(run: RunGit): Promise<CloneKind> {
  const promisor = await run(['config', '--get-regexp', '^remote\\..*\\.promisor$']);
  if (promisor.code === 0) return 'partial';
  return (await isShallow(run)) ? 'shallow' : 'full';
}

async function isShallow(run: RunGit): Promise<boolean> {
  const { stdout } = await run(['rev-parse', '--is-shallow-repository']);
  return stdout.toString().trim() === 'true';
}
