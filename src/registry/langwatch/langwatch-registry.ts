import { Failure } from '../../base/failure.ts';
import type { EnvironmentDefinition } from '../../release/environment.ts';
import { type HttpCaller, httpCaller } from '../native/http-caller.ts';
import type { PromptSummary, Registry } from '../registry.ts';
import { editCalls, summaryOf } from './edits.ts';
import { listRemote } from './endpoints.ts';
import { environmentCalls } from './environment-calls.ts';
import { langwatchFailure } from './langwatch-failure.ts';
import type { LocalVersions } from './read-version.ts';
import { refusedCalls } from './refused-calls.ts';
import { contentOf, newestOf, type RemotePrompt, type RemotePrompts, readableVersions, remotePrompts } from './remote-prompts.ts';
import { uploadVersions } from './upload-versions.ts';

export interface LangwatchRegistryOptions {
  readonly url: string;
  readonly apiKey: string;
  /** In release order; default: none. */
  readonly environments?: readonly EnvironmentDefinition[];
  /** Default: nothing is known here. */
  readonly local?: LocalVersions;
  /** For one call; default 30 s. */
  readonly timeoutMs?: number;
}

const NOTHING_KNOWN: LocalVersions = { wasLocked: async () => false, content: async () => undefined };

/**
 * A project of LangWatch as a registry: what `push`, `pull`, `sync` and `status` need. The caller closes it.
 *
 * It is read once, when it is first asked for; an upload is refused where it has changed since. Calls for which
 * LangWatch has nothing fail with `registry-unsupported`.
 */
export function langwatchRegistry({
  url,
  apiKey,
  environments = [],
  local = NOTHING_KNOWN,
  timeoutMs = 30_000,
}: LangwatchRegistryOptions): Registry {
  const http = httpCaller({ url, token: apiKey, project: '', timeoutMs, failureOf: langwatchFailure });
  const prompts = remotePrompts(http, local);
  return {
    ...refusedCalls(),
    ...versionCalls(http, prompts),
    ...environmentCalls(http, prompts, environments),
    ...editCalls(http, prompts),
    kind: 'langwatch',
    async whoami() {
      await http.call(listRemote, {});
      const binding = { role: 'editor', project: '*', environments: '*', prompts: '*' } as const;
      return { id: 'langwatch-api-key', name: 'the API key of a LangWatch project', kind: 'machine', bindings: [binding] };
    },
    close: () => http.close(),
  };
}

type VersionCalls = Pick<Registry, 'missing' | 'upload' | 'prompts' | 'versions' | 'resolve' | 'content' | 'source'>;

function versionCalls(http: HttpCaller, prompts: RemotePrompts): VersionCalls {
  const ofPrompt = async (id: RemotePrompt['id']) => {
    const prompt = (await prompts.all()).get(id);
    return prompt === undefined
      ? []
      : readableVersions(prompt)
          .toReversed()
          .map((version) => summaryOf(id, version));
  };
  return {
    // Only the newest counts there: an earlier one that is wanted again has to be stored again.
    async missing(versions) {
      const known = await prompts.all();
      const newest = new Map([...known.values()].map((prompt) => [prompt.id, newestOf(prompt)?.digest]));
      return versions.filter(({ id, digest }) => newest.get(id) !== digest).map(({ id, digest }) => ({ id, digest }));
    },

    upload: (batch) => uploadVersions(http, prompts, batch),

    async prompts({ search, kind = 'prompt', tag, owner } = {}) {
      if (kind !== 'prompt' || tag !== undefined || owner !== undefined) return [];
      const found = [...(await prompts.all()).values()].flatMap((prompt) => promptSummary(prompt) ?? []);
      return found.filter(({ id }) => search === undefined || id.includes(search));
    },

    async versions(id) {
      const found = await ofPrompt(id);
      if (found.length === 0) throw new Failure('not-found', `LangWatch has no prompt "${id}".`);
      return found;
    },

    async resolve(id, reference) {
      const found = await ofPrompt(id);
      if ('number' in reference) return found.filter(({ number }) => number === reference.number);
      const prefix = reference.prefix.startsWith('sha256:') ? reference.prefix : `sha256:${reference.prefix}`;
      // Restored versions are there under several numbers.
      return found.filter(
        ({ digest }, index) => digest.startsWith(prefix) && found.findIndex((other) => other.digest === digest) === index,
      );
    },

    async content(digest) {
      const content = contentOf((await prompts.all()).values(), digest);
      if (content !== undefined) return content;
      throw new Failure('not-found', `LangWatch has no version that is ${digest}.`);
    },

    source: async () => undefined,
  };
}

function promptSummary(prompt: RemotePrompt): PromptSummary | undefined {
  const newest = newestOf(prompt);
  if (newest === undefined) return undefined;
  const { digest, number, createdAt } = newest;
  return { id: prompt.id, kind: 'prompt', tags: [], owners: [], latest: { digest, number, createdAt }, pins: {} as PromptSummary['pins'] };
}
