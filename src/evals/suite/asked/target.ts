import * as z from 'zod';
import { parseDuration } from '../../../base/duration.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { isLoopback } from '../../../base/net/loopback.ts';

/** A pipeline around a prompt that answers in place of a model: a command of the repository, or a service. */
export type Target = {
  /** For one answer. */
  readonly timeoutMs: number;
  /** Its answers may be kept: it has no hidden inputs. */
  readonly cache: boolean;
} & (
  | {
      readonly kind: 'exec';
      /** Program and arguments; no shell reads them. */
      readonly command: readonly string[];
      /** Names of the variables that it gets beside the few that every program needs. */
      readonly environment: readonly string[];
    }
  | {
      readonly kind: 'http';
      readonly url: string;
      /** By lower-case name; the values stand in environment variables. */
      readonly headers: Readonly<Record<string, TargetHeader>>;
    }
);

/** Where the value of a header is, and what stands before it, such as `Bearer`. */
export interface TargetHeader {
  readonly env: string;
  readonly scheme?: string;
}

const LONGEST_MS = 120_000;
const DEFAULT_MS = 60_000;

const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable');
const timeout = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0 && (parseDuration(text) ?? 0) <= LONGEST_MS, 'a duration up to 2m, like "30s"')
  .describe('For one answer, default 60s, at most 2m.')
  .optional();
const cache = z.boolean().describe('Keep its answers: it has no hidden inputs. Default: it is asked every time.').optional();

const header = z.strictObject({
  env: variable.describe('The environment variable with the value.'),
  scheme: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'a word like Bearer')
    .describe('Stands before the value, like `Bearer`.')
    .optional(),
});

const address = z
  .string()
  .refine(isFitAddress, 'an https address, or http on this machine, without a user or password')
  .describe('Gets each request by POST.');

/** What a suite says under `target`. */
export const targetSchema = z.union([
  z.strictObject({
    exec: z.array(z.string().min(1)).min(1).describe('Program and arguments, run in the workspace; no shell reads them.'),
    env: z.array(variable).describe('Variables that the command gets beside PATH, HOME and the like.').optional(),
    timeout,
    cache,
  }),
  z.strictObject({
    http: z.strictObject({
      url: address,
      headers: z.record(z.string().regex(/^[A-Za-z0-9-]+$/, 'the name of a header'), header).optional(),
    }),
    timeout,
    cache,
  }),
]);

/** The target that a suite file names. */
export function readTarget(file: z.infer<typeof targetSchema>): Target {
  const bounds = { timeoutMs: parseDuration(file.timeout ?? '') ?? DEFAULT_MS, cache: file.cache ?? false };
  if ('exec' in file) return { kind: 'exec', command: file.exec, environment: file.env ?? [], ...bounds };
  const headers = Object.entries(file.http.headers ?? {}).map(([name, { env, scheme }]): [string, TargetHeader] => [
    name.toLowerCase(),
    { env, ...(scheme !== undefined && { scheme }) },
  ]);
  return { kind: 'http', url: file.http.url, headers: Object.fromEntries(headers), ...bounds };
}

/** What of a target counts for the digest of its suite: not how long it may take. */
export function targetContent({ timeoutMs: _, ...target }: Target): JsonObject {
  return target as unknown as JsonObject;
}

/** How people call a target; it stands where the name of a model would. */
export function targetName(target: Target): string {
  return target.kind === 'exec' ? `exec/${target.command.join(' ')}` : `http/${new URL(target.url).host}`;
}

function isFitAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== '' || password !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}
