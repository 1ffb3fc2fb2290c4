import { setImmediate as nextTurn } from 'node:timers/promises';
import { authorise } from '../../../access/authorise.ts';
import { shortDigest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { isPromptId, type PromptId } from '../../../prompt/prompt.ts';
import type { LangwatchPromptView } from '../../../protocol/langwatch/schemas.ts';
import { type Call, sees, seesPin } from '../../actions/call.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { readKillSwitches } from '../../storage/governance/kill-switches.ts';
import { findRevocations } from '../../storage/governance/revocations.ts';
import type { Tables } from '../../storage/tables.ts';
import { findPrompts, pageOfPrompts, readPins } from '../../storage/versions/prompts.ts';
import { pageOfVersions, readVersions, type VersionRow } from '../../storage/versions/versions.ts';
import { promptView, type Surroundings, surroundingsOf } from './prompt-view.ts';

/** More than any project has; LangWatch's list has no pages. */
const ALL = 1_000_000;

/** Characters of a list, beyond which it is refused: it is made in memory, as a whole. */
const MOST = 32 * 1024 * 1024;

/** All prompts at their newest version, but those that LangWatch's shape cannot say: one that is not whole would be used. */
export async function listPrompts(call: Call): Promise<LangwatchPromptView[]> {
  const rows = (await pageOfPrompts(call.db, call.project, { kind: 'prompt', limit: ALL })).filter(({ id }) => sees(call, id));
  const newest = rows.map(({ id, latest_digest: digest }) => ({ id, digest }));
  const versions = await readVersions(call.db, call.project, newest);
  const surroundings = await surroundingsOf(
    call,
    rows.map(({ id }) => id),
  );
  const sorted = newest.flatMap(({ id, digest }) => versions.get(pinKey(id, digest)) ?? []);
  return await viewsOf(call, sorted, surroundings);
}

/** Those that LangWatch's shape can say. Other requests take their turn in between: SQLite answers without giving any up. */
async function viewsOf(call: Call, versions: readonly VersionRow[], surroundings: Surroundings): Promise<LangwatchPromptView[]> {
  const views: LangwatchPromptView[] = [];
  let size = 0;
  for (const version of versions) {
    await nextTurn();
    const view = await promptView(call, version, surroundings).catch(ifUnsayable);
    if (view === undefined) continue;
    size += JSON.stringify(view).length;
    if (size > MOST) {
      throw new Failure('langwatch-unsupported', 'This is more than 32 MB, and the lists of LangWatch have no pages.', {
        hint: 'Read the prompts one by one.',
      });
    }
    views.push(view);
  }
  return views;
}

function ifUnsayable(error: unknown): undefined {
  if (error instanceof Failure && (error.code === 'langwatch-unsayable' || error.code === 'export-refused')) return undefined;
  throw error;
}

/** Which version is meant. */
export interface Wanted {
  readonly version?: number;
  readonly tag?: string;
}

/** One prompt; its handle may say which version: `triage:3`, `triage:production`. */
export async function readPrompt(call: Call, handle: string, query: Wanted): Promise<LangwatchPromptView> {
  const { id, wanted } = parsedHandle(handle, query);
  authorise(call.principal, 'prompts:read', { project: call.project, prompt: id });
  const version = await wantedVersion(call, id, wanted);
  await requireUnrevoked(call, version);
  return await viewOf(call, version);
}

/** The versions of a prompt, newest first. */
export async function listVersions(call: Call, id: PromptId): Promise<LangwatchPromptView[]> {
  await requireNewest(call, id);
  const rows = await pageOfVersions(call.db, call.project, { prompt: id, limit: ALL });
  const surroundings = await surroundingsOf(call, [id]);
  const accepted = rows.filter(({ draft }) => draft === 0);
  return await viewsOf(call, accepted, surroundings);
}

/** A version as LangWatch shows it, with its surroundings. */
export async function viewOf(call: Call, version: VersionRow): Promise<LangwatchPromptView> {
  return await promptView(call, version, await surroundingsOf(call, [version.prompt]));
}

/** The newest version of a prompt; nothing when there is none. */
export async function newestVersion(call: Call, id: PromptId): Promise<VersionRow | undefined> {
  const row = (await findPrompts(call.db, call.project, [id])).get(id);
  if (row === undefined) return undefined;
  if (row.kind !== 'prompt') throw new Failure('langwatch-unsayable', `${id} is a ${row.kind}, and LangWatch knows prompts only.`);
  return (await readVersions(call.db, call.project, [{ id, digest: row.latest_digest }])).get(pinKey(id, row.latest_digest));
}

/** @throws Failure `not-found` */
export async function requireNewest(call: Call, id: PromptId): Promise<VersionRow> {
  const newest = await newestVersion(call, id);
  if (newest === undefined) throw new Failure('not-found', `There is no prompt "${id}" in project "${call.project}".`);
  return newest;
}

function parsedHandle(handle: string, query: Wanted): { id: PromptId; wanted: Wanted } {
  const colon = handle.lastIndexOf(':');
  const id = colon < 0 ? handle : handle.slice(0, colon);
  if (!isPromptId(id))
    throw new Failure('request-invalid', 'The handle is not one: letters, digits, `_`, `.` and `-`, in parts joined by `/`.');
  const suffix = colon < 0 ? undefined : handle.slice(colon + 1);
  if (suffix === '') throw new Failure('request-invalid', `Nothing follows the colon after "${id}".`);
  const given = [suffix, query.version, query.tag].filter((one) => one !== undefined);
  if (given.length > 1) throw new Failure('request-invalid', 'Say once which version is meant: after a colon, by `version` or by `tag`.');
  if (suffix === undefined) return { id, wanted: query };
  return { id, wanted: /^\d{1,9}$/.test(suffix) ? { version: Number(suffix) } : { tag: suffix } };
}

async function wantedVersion(call: Call, id: PromptId, { version, tag }: Wanted): Promise<VersionRow> {
  const newest = await requireNewest(call, id);
  if (version !== undefined) {
    const [row] = await pageOfVersions(call.db, call.project, { prompt: id, number: version, limit: 1 });
    if (row === undefined || row.draft === 1) throw new Failure('not-found', `"${id}" has no version ${version}.`);
    return row;
  }
  if (tag === undefined || tag === 'latest') return newest;
  const pin = (await readPins(call.db, call.project, [id])).find(({ environment }) => environment === tag);
  const absent = new Failure('not-found', `"${id}" has no tag "${tag}".`, { hint: 'Tags are the environments that serve the prompt.' });
  if (pin === undefined || !seesPin(call, pin.environment, id)) throw absent;
  await requireAlive(call, pin);
  const row = (await readVersions(call.db, call.project, [{ id, digest: pin.digest }])).get(pinKey(id, pin.digest));
  if (row === undefined) throw absent;
  return row;
}

/** To read one prompt is how applications of LangWatch get what they send; lists still show what was revoked. */
async function requireUnrevoked({ db, project }: Call, { prompt, digest }: VersionRow): Promise<void> {
  const revoked = (await findRevocations(db, project, [digest])).get(digest);
  if (revoked !== undefined) throw new Failure('version-revoked', `"${prompt}" ${shortDigest(digest)} was revoked: ${revoked.reason}`);
}

/** Our clients are told which prompts are killed and keep away from them; those of LangWatch know no such word, so they get nothing. */
async function requireAlive({ db, project }: Call, { environment, prompt }: Pick<Tables['pins'], 'environment' | 'prompt'>): Promise<void> {
  const killed = (await readKillSwitches(db, { project, name: environment })).find((row) => row.prompt === prompt);
  if (killed !== undefined) throw new Failure('prompt-killed', `"${prompt}" is killed in ${environment}: ${killed.reason}`);
}
