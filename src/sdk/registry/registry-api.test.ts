import { expect, test } from 'vitest';
import { type Endpoint, pathOf } from '../../protocol/endpoint.ts';
import { readState } from '../../protocol/environments.ts';
import { streamEvents } from '../../protocol/events.ts';
import { addExposures, addOutcomes } from '../../protocol/exposures.ts';
import { readContent, readContents } from '../../protocol/versions.ts';
import { settingsOf } from '../options.ts';
import { registryApi } from './registry-api.ts';

const DIGEST = `sha256:${'a'.repeat(64)}` as never;
const SIGNAL = new AbortController().signal;

/** What a call asks for, by the endpoint that it is meant for. */
test.each<[Endpoint, (api: ReturnType<typeof registryApi>) => Promise<unknown>]>([
  [readState, (api) => api.state(undefined, SIGNAL)],
  [readContent, (api) => api.contents([DIGEST], SIGNAL)],
  [readContents, (api) => api.contents([DIGEST, DIGEST], SIGNAL)],
  [streamEvents, (api) => api.events(SIGNAL)],
  [addExposures, (api) => api.report('exposures', [], SIGNAL)],
  [addOutcomes, (api) => api.report('outcomes', [], SIGNAL)],
])('asks for $name as the protocol declares it', async (endpoint, call) => {
  const asked: string[] = [];
  const fake: typeof fetch = async (input, init) => {
    asked.push(`${init?.method ?? 'GET'} ${input}`);
    return new Response('{"contents":{}}');
  };
  const api = registryApi({
    ...settingsOf({ url: 'http://registry.invalid/base/', environment: 'production', fetch: fake }),
    url: 'http://registry.invalid/base',
  });
  await call(api);
  const path = pathOf(endpoint, { project: 'default', environment: 'production', digest: DIGEST });
  expect(asked).toEqual([`${endpoint.method} http://registry.invalid/base${path}`]);
});
