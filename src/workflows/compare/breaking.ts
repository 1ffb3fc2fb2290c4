import { FILE_START, hasErrors } from '../../base/diagnostic.ts';
import type { BreakingChange, BreakingOptions, BreakingReport, PromptSide, PromptSides } from '../../prompt/breaking/breaking-change.ts';
import { renamedPrompts } from '../../prompt/breaking/pair-prompts.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Config } from '../../workspace/config/config.ts';
import { environmentNamed } from '../release/environments.ts';
import { comparedIds } from './diff.ts';
import { type EarlierDependencies, type EarlierRequest, earlierSide } from './sides/earlier-side.ts';
import { openLaterSide } from './sides/open-side.ts';
import type { Side } from './sides/side.ts';

type Measure = Required<Pick<BreakingOptions, 'countTokens' | 'contextWindow'>>;

/** Which change is checked, and for whom. */
export interface BreakingRequest extends EarlierRequest {
  /** Ids of prompts, the earlier or the later one of what was renamed; empty means all. */
  readonly prompts: readonly PromptId[];
  /** Whose levels hold; absent: those of the environment that is compared with. */
  readonly environment?: string;
  /** Check what is staged instead of the working tree. */
  readonly staged: boolean;
}

export interface BreakingDependencies extends EarlierDependencies {
  /** Measures texts as the given models read them; loading the tables is slow. */
  readonly measure: (models: readonly (string | undefined)[]) => Promise<Measure>;
  /** Classifies what differs between two sides. */
  readonly classify: (before: PromptSides, after: PromptSides, options: BreakingOptions) => BreakingReport;
}

/** What a change breaks. */
export interface BreakingOutcome extends BreakingReport {
  /** The sides, as people call them. */
  readonly before: string;
  readonly after: string;
  /** Whose levels held. */
  readonly environment?: EnvironmentName;
  /** What was looked at. */
  readonly prompts: readonly PromptId[];
  /** Prompts that are invalid on the earlier side, each with why. */
  readonly unreadable: ReadonlyMap<PromptId, string>;
  /** Whether something breaks, an ignore is wrong, or neither. */
  readonly verdict: 'compatible' | 'breaking' | 'invalid-ignores';
}

/**
 * Classifies a change for the callers of the prompts, their evals and their bill.
 *
 * Invalid prompts of the earlier side break nothing: they could not be called. Invalid ones of the later side are refused.
 * @throws Failure `prompts-invalid`, `reference-unknown`, `environment-unknown`, `git-object-missing`
 */
export async function breaking(request: BreakingRequest, dependencies: BreakingDependencies): Promise<BreakingOutcome> {
  const { config } = await dependencies.workspace();
  const earlier = await earlierSide(request, config, dependencies);
  const before = earlier.side;
  const after = await openLaterSide({ kind: request.staged ? 'index' : 'tree' }, dependencies);
  const name = request.environment ?? earlier.environment;
  const environment = name === undefined ? undefined : environmentNamed(config.environments, name);
  const prompts = await withOtherNames(comparedIds(before, after, request.prompts), before, after);
  const compared = prompts.filter((id) => !before.unreadable.has(id));
  const [old, young] = [await sidesOf(before, compared), await sidesOf(after, compared)];
  const options = optionsOf(config, environment, await dependencies.lock());
  const found = dependencies.classify(old, young, { ...options, ...(await measureOf(old, young, options, dependencies)) });
  const report = await withFiles(found, after, compared);
  const breaks = report.changes.some(({ level }) => level === 'error');
  return {
    ...report,
    before: before.name,
    after: after.name,
    ...(environment !== undefined && { environment }),
    prompts,
    unreadable: new Map([...before.unreadable].filter(([id]) => prompts.includes(id))),
    verdict: breaks ? 'breaking' : hasErrors(report.diagnostics) ? 'invalid-ignores' : 'compatible',
  };
}

/** A prompt that only one side has may be on the other under another id; whoever names one of them means both. */
async function withOtherNames(named: readonly PromptId[], before: Side, after: Side): Promise<PromptId[]> {
  const isGone = (id: PromptId): boolean => before.digests.has(id) && !after.digests.has(id);
  const isNew = (id: PromptId): boolean => after.digests.has(id) && !before.digests.has(id);
  if (!named.some((id) => isGone(id) || isNew(id))) return [...named];
  const gone = await sidesOf(before, [...before.digests.keys()].filter(isGone));
  // An alias may stand in any later prompt.
  const renames = renamedPrompts(gone, await sidesOf(after, [...after.digests.keys()]), before.digests);
  const others = [...renames].flatMap(([from, { id: to }]) => (named.includes(from) ? [to] : named.includes(to) ? [from] : []));
  return [...new Set([...named, ...others])];
}

/** Measures nothing when no version is another, or nobody wants to hear what it costs. */
async function measureOf(
  before: PromptSides,
  after: PromptSides,
  { levels }: BreakingOptions,
  { measure }: BreakingDependencies,
): Promise<Measure | undefined> {
  if (levels?.E508 === 'off' && levels.E509 === 'off') return undefined;
  const known = new Set([...before.values()].map(({ version }) => version.digest));
  if (before.size === 0 || [...after.values()].every(({ version }) => known.has(version.digest))) return undefined;
  // Any of them may turn out to be another under a new name.
  return measure([...before.values(), ...after.values()].map(({ version }) => version.content.model));
}

/** A partial or a guardrail set that changed has a file too, which a prompt does not tell. */
async function withFiles(report: BreakingReport, after: Side, ids: readonly PromptId[]): Promise<BreakingReport> {
  const all = [...report.changes, ...report.ignored.map(({ change }) => change)];
  if (all.every(({ place }) => place !== undefined)) return report;
  const files = await after.files(ids);
  const placed = (change: BreakingChange): BreakingChange => {
    const file = files.get(change.prompt)?.path;
    return change.place || file === undefined ? change : { ...change, place: { file, range: FILE_START } };
  };
  const ignored = report.ignored.map(({ change, reason }) => ({ change: placed(change), reason }));
  return { ...report, changes: report.changes.map(placed), ignored };
}

async function sidesOf(side: Side, ids: readonly PromptId[]): Promise<PromptSides> {
  const held = ids.filter((id) => side.digests.has(id));
  return new Map(await Promise.all(held.map(async (id): Promise<[PromptId, PromptSide]> => [id, await side.load(id)])));
}

function optionsOf({ breaking: levels }: Config, environment: EnvironmentName | undefined, lock: Lockfile): BreakingOptions {
  const own = environment === undefined ? undefined : levels.environments.get(environment);
  const pinned = new Map<PromptId, string[]>();
  for (const [name, pins] of lock.environments) {
    for (const id of pins.keys()) pinned.set(id, [...(pinned.get(id) ?? []), name]);
  }
  // A project that pins nothing yet still has callers.
  return { levels: { ...levels.rules, ...own }, ...(lock.environments.size > 0 && { pinned }) };
}
