import type { Clock } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import { type EnvironmentName, isEnvironmentName } from '../release/environment.ts';

/** How a client is made. */
export interface PromptlaneOptions {
  /** Address of the registry. Without it only the bundle is served. */
  readonly url?: string;
  readonly token?: string;
  /** Default: `default`. */
  readonly project?: string;
  readonly environment: string;
  /** What is served when nobody answers: what `promptlane bundle` wrote, as its path (Node, Bun) or as its parsed JSON. */
  readonly bundle?: string | object;
  /** Base64 or PEM of the public Ed25519 key that must have signed the bundle. */
  readonly bundleKey?: string;
  /** What `bundle --sign` wrote beside a bundle that is given as JSON; beside a file it is found. */
  readonly bundleSignature?: object;
  /** A folder for what was served last, so that a restart without the registry goes on with it (Node, Bun). */
  readonly cacheDir?: string;
  /** The only prompts that are loaded. Default: all that the token may see. */
  readonly prompts?: readonly string[];
  /** How changes are noticed: told by the registry, asked for every so many milliseconds, or not at all. Default: `sse`. */
  readonly refresh?: 'sse' | 'off' | { readonly every: number };
  /** Milliseconds that anything may wait for the registry. Default: 2000. */
  readonly deadline?: number;
  /** A prompt that the environment no longer pins: the bundle's version, the last one that was served, or an error. Default: `bundle`. */
  readonly onRemoved?: 'bundle' | 'keep' | 'throw';
  /** A prompt whose kill switch is on: an error, or the bundle's version when that is another one. Default: `throw`. */
  readonly onKilled?: 'throw' | 'bundle';
  /** Told of everything that went wrong and was lived with. Default: nobody. */
  readonly onProblem?: (problem: Failure) => void;
  /** Whether the registry is told who got which variant of a rollout. Default: true. */
  readonly exposures?: boolean;
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
}

/** The options with what they leave out. */
export type Settings = Required<
  Pick<PromptlaneOptions, 'project' | 'refresh' | 'deadline' | 'onRemoved' | 'onKilled' | 'exposures' | 'clock'>
> & {
  readonly url: string | undefined;
  readonly token: string | undefined;
  readonly environment: EnvironmentName;
  readonly prompts: ReadonlySet<string> | undefined;
  readonly fetch: typeof fetch;
  /** Never throws, whatever the application's own does. */
  readonly onProblem: (problem: Failure) => void;
};

/** Fills in the options. @throws Failure `usage-invalid` for those that cannot work */
export function settingsOf(options: PromptlaneOptions): Settings {
  const { url, token, environment, bundle, deadline = 2000, refresh = 'sse' } = options;
  if (url === undefined && bundle === undefined) throw unusable('It needs the `url` of a registry, a `bundle`, or both.');
  if (url !== undefined && !/^https?:\/\//.test(url)) throw unusable(`"${url}" is no address of a registry.`);
  if (!isEnvironmentName(environment)) throw unusable(`"${environment}" is no name of an environment.`);
  if (!(deadline > 0)) throw unusable('`deadline` must be milliseconds, more than 0.');
  if (typeof refresh === 'object' && !(refresh.every > 0)) throw unusable('`refresh.every` must be milliseconds, more than 0.');
  return {
    url: url?.replace(/\/+$/, ''),
    token,
    project: options.project ?? 'default',
    environment,
    prompts: options.prompts && new Set(options.prompts),
    refresh: url === undefined ? 'off' : refresh,
    deadline,
    onRemoved: options.onRemoved ?? 'bundle',
    onKilled: options.onKilled ?? 'throw',
    exposures: options.exposures ?? true,
    onProblem: quietly(options.onProblem),
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    clock: options.clock ?? Date.now,
  };
}

function quietly(tell: PromptlaneOptions['onProblem']): (problem: Failure) => void {
  return (problem) => {
    try {
      tell?.(problem);
    } catch {
      // Whoever listens must not decide whether prompts are served.
    }
  };
}

function unusable(why: string): Failure {
  return new Failure('usage-invalid', `This client cannot be made. ${why}`, { hint: 'docs/sdk.md lists the options.' });
}
