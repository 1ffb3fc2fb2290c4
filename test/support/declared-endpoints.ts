import { readdirSync } from 'node:fs';
import type { Endpoint } from '../../src/protocol/endpoint.ts';

const folder = new URL('../../src/protocol/', import.meta.url);
/** Endpoints of the API of someone else answer in its words. */
const FOREIGN = 'langwatch/';

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.startsWith(FOREIGN))
  .sort();
const modules: Record<string, unknown>[] = await Promise.all(files.map((file) => import(new URL(file, folder).href)));

/** Every endpoint that the protocol declares; found by itself, so that none is forgotten. */
export const declaredEndpoints: readonly Endpoint[] = modules.flatMap((module) => Object.values(module).filter(isEndpoint));

function isEndpoint(value: unknown): value is Endpoint {
  return typeof value === 'object' && value !== null && 'permission' in value && 'method' in value;
}
