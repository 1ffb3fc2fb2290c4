import { type Digest, isDigest } from '../base/digest.ts';
import { Failure } from '../base/failure.ts';
import type { PromptId } from '../prompt/prompt.ts';
import type { CallContext } from '../release/rollout/call-context.ts';
import { type PromptlaneOptions, type Settings, settingsOf } from './options.ts';
import type { Platform } from './platform.ts';
import type { AnyPrompts, PromptTypes } from './prompt/prompt-types.ts';
import type { ServedDetails, Source } from './prompt/served-details.ts';
import { type ServedPrompt, servedPrompt } from './prompt/served-prompt.ts';
import { registryApi } from './registry/registry-api.ts';
import { type Outcome, openReports, type Reports } from './reports.ts';
import { shippedBundle } from './shipped-bundle.ts';
import { type Choice, chooseVersion } from './state/choose-version.ts';
import { type Contents, openContents } from './state/contents.ts';
import { type LiveEnvironment, openEnvironment } from './state/environment.ts';
import { keepRefreshing } from './state/keep-refreshing.ts';
import { NO_STORE } from './state/local-store.ts';

/** What a call says of itself. */
export interface CallOptions {
  /** Who is served: what a rollout draws by, so that one unit always gets one variant. */
  readonly unit?: CallContext;
  /** What its rules ask for besides: country, plan, and the like. */
  readonly context?: CallContext;
  /** This version and no other, by its full digest. */
  readonly version?: string;
}

/** How a client fares. */
export interface ClientStatus {
  /** Where answers come from; undefined before `ready`. */
  readonly source: Source | undefined;
  readonly epoch?: number;
  readonly revision?: number;
  /** The last thing that went wrong, whether or not it is over. */
  readonly problem?: Failure;
  /** Exposures and outcomes that were given up. */
  readonly lostReports: number;
}

interface Parts {
  readonly environment: LiveEnvironment;
  readonly contents: Contents;
}

/** Serves the prompts of one environment: what the registry pins there, without a redeploy, and with or without the registry. */
export class Promptlane<Prompts extends PromptTypes<Prompts> = AnyPrompts> {
  readonly #options: PromptlaneOptions;
  readonly #settings: Settings;
  readonly #platform: Platform;
  readonly #reports: Reports;
  readonly #api: ReturnType<typeof registryApi> | undefined;
  readonly #closing = new AbortController();
  #problem: Failure | undefined;
  #parts: Parts | undefined;
  #opening: Promise<Parts> | undefined;
  #starting: Promise<void> | undefined;
  #refreshing: Promise<void> | undefined;

  /** Asks nobody yet. @throws Failure `usage-invalid` for options that cannot work */
  constructor(options: PromptlaneOptions, platform: Platform = {}) {
    const settings = settingsOf(options);
    const onProblem = (problem: Failure) => {
      this.#problem = problem;
      settings.onProblem(problem);
    };
    this.#options = options;
    this.#settings = { ...settings, onProblem };
    this.#platform = platform;
    const { url } = settings;
    this.#api = url === undefined ? undefined : registryApi({ ...this.#settings, url });
    this.#reports = openReports(this.#settings, this.#api);
  }

  /**
   * Resolves when `get` may be called: within the deadline, whatever the registry does.
   *
   * @throws Failure of the registry when it gives nothing and nothing is at hand; `bundle-invalid` for a bundle that must not be used
   */
  ready(): Promise<void> {
    if (this.#parts?.environment.served() !== undefined) return Promise.resolve();
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  /**
   * The version that this call gets, from memory and without a request.
   *
   * @throws Failure `client-unready` before `ready`, `prompt-unserved`, `prompt-killed`, `version-revoked`, `version-unloaded` for one
   * that `load` did not bring, `source-missing`
   */
  get<Id extends keyof Prompts & string>(id: Id, call: CallOptions = {}): ServedPrompt<Prompts[Id]['inputs']> {
    const served = this.#parts?.environment.served();
    if (this.#parts === undefined || served === undefined) {
      throw new Failure('client-unready', `Nothing is known of ${this.#settings.environment} yet.`);
    }
    const prompt = id as string as PromptId;
    const asked = { prompt, version: askedVersion(call.version), context: { ...call.context, ...call.unit } };
    const choice = chooseVersion(served, asked, this.#settings);
    const version = this.#parts.contents.version(prompt, choice.digest);
    if (version === undefined) throw new Failure('version-unloaded', `The version ${choice.digest} of ${prompt} is not in memory.`);
    const details = detailsOf(id, this.#settings.environment, choice, served.at);
    this.#reports.expose(details);
    return servedPrompt(version, details);
  }

  /** The same, when everything is there that it needs: for calls before `ready`, and for versions that the environment does not pin. */
  async load<Id extends keyof Prompts & string>(id: Id, call: CallOptions = {}): Promise<ServedPrompt<Prompts[Id]['inputs']>> {
    await this.ready();
    const version = askedVersion(call.version);
    if (version !== undefined) await this.#parts?.contents.load([version], AbortSignal.timeout(this.#settings.deadline));
    return this.get(id, call);
  }

  /** Asks the registry now. For platforms where nothing runs between calls. @throws Failure when it gives no answer; what was served stays */
  async refresh(): Promise<void> {
    await this.ready();
    await this.#parts?.environment.refresh();
  }

  /** Says what became of a call, for the verdict on its rollout; without a rollout nothing is sent. */
  track(served: ServedDetails, outcome: Outcome): void {
    this.#reports.track(served, outcome);
  }

  status(): ClientStatus {
    const served = this.#parts?.environment.served();
    return {
      source: served?.source,
      ...served?.at,
      ...(this.#problem !== undefined && { problem: this.#problem }),
      lostReports: this.#reports.lost,
    };
  }

  /** Sends the exposures and outcomes that wait. */
  flush(): Promise<void> {
    return this.#reports.flush();
  }

  /** Ends everything that runs, and sends what waits. What was loaded can still be had. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#reports.flush();
    await this.#refreshing;
  }

  async #start(): Promise<void> {
    this.#opening ??= this.#open().catch((problem) => {
      this.#opening = undefined;
      throw problem;
    });
    const { environment } = await this.#opening;
    try {
      await environment.start();
    } finally {
      // Also after a failure: the registry may come back.
      if (this.#api !== undefined) {
        this.#refreshing ??= keepRefreshing(this.#settings, { api: this.#api, refresh: environment.refresh, signal: this.#closing.signal });
      }
    }
  }

  async #open(): Promise<Parts> {
    const { cacheDir } = this.#options;
    const bundle = await shippedBundle(this.#options, this.#settings, this.#platform);
    const store = cacheDir === undefined ? NO_STORE : openedStore(cacheDir, this.#settings, this.#platform);
    const api = this.#api;
    const { onProblem } = this.#settings;
    const contents = openContents({ bundled: bundle?.contents ?? new Map(), store, fetch: api?.contents, onProblem });
    const environment = openEnvironment(this.#settings, { api, contents, store, bundled: bundle?.pins });
    this.#parts = { environment, contents };
    return this.#parts;
  }
}

function openedStore(folder: string, { url, project, environment }: Settings, { openStore }: Platform) {
  if (openStore !== undefined) return openStore(folder, JSON.stringify([url, project, environment]));
  throw new Failure('usage-invalid', '`cacheDir` needs a disk, and this platform has none.', { hint: 'Leave it out, and ship a bundle.' });
}

function askedVersion(version: string | undefined): Digest | undefined {
  if (version === undefined || isDigest(version)) return version;
  throw new Failure('usage-invalid', `"${version}" is no full digest.`, {
    hint: 'A version is `sha256:` and 64 hex digits: `promptlane show` tells it.',
  });
}

function detailsOf(
  prompt: string,
  environment: string,
  choice: Choice,
  at: { epoch: number; revision: number } | undefined,
): ServedDetails {
  const { rollout, ...chosen } = choice;
  return { prompt, environment, ...chosen, ...at, ...(rollout !== undefined && { rollout: rollout.id }) };
}
