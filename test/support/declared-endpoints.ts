import { readdirSync } from 'node:fs';
import type { Endpoint } from '../../src/protocol/endpoint.ts';

const folder = new URL('../../src/protocol/', import.meta.url);
/** Endpoints of the API of someone else answer in its words. */
const FOREIGN = /^(langwatch|openfeature)\//;

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .sort();

/** Every endpoint that answers in our words; found by itself, so that none is forgotten. */
export const declaredEndpoints: readonly Endpoint[] = await endpointsIn(files.filter((file) => !FOREIGN.test(file)));

export const foreignEndpoints: readonly Endpoint[] = await endpointsIn(files.filter((file) => FOREIGN.test(file)));

async function endpointsIn(paths: readonly string[]): Promise<Endpoint[]> {
  const modules: Record<string, unknown>[] = await Promise.all(paths.map((path) => import(new URL(path, folder).href)));
  return modules.flatMap((module) => Object.values(module).filter(isEndpoint));
}

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'permission' in value && 'method' in value;
}
