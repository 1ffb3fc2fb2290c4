import type { PromptId } from '../../../prompt/prompt.ts';
import type { LockedPrompt } from '../lockfile.ts';
import { LOCKFILE_NAME, splitLockfileName } from '../lockfile-name.ts';
import { joinPinTexts, pinText, pinTexts } from '../write-lockfile.ts';
import type { LockfileMerge } from './merge-lockfiles.ts';

/** The texts of a merge by file name: one file, or one for each environment. */
export function mergeTexts({ lockfile, conflicts }: LockfileMerge, isSplit: boolean): ReadonlyMap<string, string> {
  if (!isSplit) return new Map([[LOCKFILE_NAME, mergeText({ lockfile, conflicts })]]);
  const environments = new Set([...lockfile.environments.keys(), ...conflicts.map(({ environment }) => environment)]);
  const texts = [...environments].map((name): [string, string] => {
    const own = { environments: new Map([[name, lockfile.environments.get(name) ?? new Map()]]) };
    return [splitLockfileName(name), mergeText({ lockfile: own, conflicts: conflicts.filter(({ environment }) => environment === name) })];
  });
  return new Map(texts);
}

/** Writes a merge: the lockfile, with markers around each pin that is in conflict and around nothing else. */
export function mergeText({ lockfile, conflicts }: LockfileMerge, markerSize = 7): string {
  const texts = new Map([...pinTexts(lockfile)].map(([environment, pins]) => [environment, new Map(pins)]));
  for (const { environment, prompt, ours, theirs } of conflicts) {
    const pins = texts.get(environment) ?? new Map<PromptId, string>();
    texts.set(environment, pins.set(prompt, markedText(prompt, ours, theirs, markerSize)));
  }
  return joinPinTexts(texts);
}

function markedText(prompt: PromptId, ours: LockedPrompt | undefined, theirs: LockedPrompt | undefined, size: number): string {
  const text = (pin: LockedPrompt | undefined) => (pin ? pinText(prompt, pin) : '');
  return `${'<'.repeat(size)} ours\n${text(ours)}${'='.repeat(size)}\n${text(theirs)}${'>'.repeat(size)} theirs\n`;
}

/** What a text with conflict markers says when one side of each is taken. */
export interface ConflictSides {
  readonly ours: string;
  readonly theirs: string;
}

type Part = 'both' | 'ours' | 'base' | 'theirs';

/** Where a marker leads from each part; any other place is none where git puts it. */
const NEXT: Readonly<Record<string, Partial<Record<Part, Part>>>> = {
  '<': { both: 'ours' },
  '|': { ours: 'base' },
  '=': { ours: 'theirs', base: 'theirs' },
  '>': { theirs: 'both' },
};

/**
 * Takes a text with conflict markers apart; a text without any is the same on both sides. Nothing when the markers are not whole.
 *
 * What was there before is left out where git shows it: of three styles of markers only one shows all of it.
 */
export function conflictSides(text: string): ConflictSides | undefined {
  const ours: string[] = [];
  const theirs: string[] = [];
  let part: Part = 'both';
  for (const line of text.split(/\r?\n/)) {
    const [, marker] = /^([<|=>])\1{6,}(?: .*)?$/.exec(line) ?? [];
    if (marker === undefined) {
      if (part === 'both' || part === 'ours') ours.push(line);
      if (part === 'both' || part === 'theirs') theirs.push(line);
      continue;
    }
    const next: Part | undefined = NEXT[marker]?.[part];
    if (next === undefined) return undefined;
    part = next;
  }
  return part === 'both' ? { ours: withEmptyBlocks(ours), theirs: withEmptyBlocks(theirs) } : undefined;
}

/** A side that pins nothing in an environment leaves its name alone, which would not be read as one. */
function withEmptyBlocks(lines: readonly string[]): string {
  const indent = (line = '') => line.length - line.trimStart().length;
  const closed = lines.map((line, index) => {
    const isHead = /^(?:environments| {2}[^ ]+):$/.test(line);
    return isHead && indent(lines[index + 1]) <= indent(line) ? `${line} {}` : line;
  });
  return closed.join('\n');
}
