import * as z from 'zod';
import { ENVIRONMENT_NAME_PATTERN } from '../../release/environment.ts';

/** A folder below the workspace root: relative, forward slashes, never upwards. */
const folder = z
  .string()
  .regex(
    /^(?![/~]|[A-Za-z]:)(?!(?:.*\/)?\.\.(?:\/|$))[^\\]+$/,
    'must be a folder inside the workspace: relative, with forward slashes, without ".."',
  )
  .describe('A folder, relative to the config file.');

const folders = z.union([folder, z.array(folder).min(1)]);

const environmentName = z
  .string()
  .regex(ENVIRONMENT_NAME_PATTERN, 'must be lower-case letters, digits and "-", at most 40, starting with a letter or digit');

/** Loose on purpose: a member we do not know may be a requirement that the registry knows. It is kept, and flagged. */
const environment = z
  .object({
    after: environmentName.optional().describe('Only what that environment pins may be pinned here.'),
    require: z.record(z.string(), z.json()).optional().describe('What a version must show before it may be pinned here.'),
    freeze: z.json().optional().describe('When nothing may be pinned here.'),
  })
  .catchall(z.json())
  .describe('An environment with its policy. The registry is the authority; this is what the project asks for.');

const httpUrl = z.string().regex(/^https?:\/\/[^\s/@]+(?:\/\S*)?$/, 'must be an http(s) URL without credentials');

const registry = z.strictObject({
  url: httpUrl.optional(),
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and "-"')
    .optional(),
  kind: z.enum(['native', 'langwatch']).optional(),
});

const provider = z.strictObject({
  kind: z.string().min(1).describe('Which API it speaks, for example openai.'),
  baseUrl: httpUrl.optional(),
  apiKeyEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable; keys never stand in the config')
    .optional()
    .describe('The name of the environment variable that holds the key.'),
});

const models = z.strictObject({
  default: z
    .string()
    .regex(/^[^/\s]+\/\S+$/, 'must be provider/model')
    .optional(),
  providers: z.record(z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/, 'must be a lower-case name'), provider).optional(),
});

/** The config file as people write it; schemas/config.schema.json is generated from it. */
export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  prompts: folders.optional().describe('Where prompts, partials and guardrail sets are. Default: prompts.'),
  evals: folders.optional().describe('Where eval suites are. Default: evals.'),
  rollouts: folder.optional(),
  monitors: folder.optional(),
  datasets: folder.optional(),
  cassettes: folder.optional(),
  vendor: folder.optional(),
  environments: z
    .record(environmentName, environment.nullable())
    .optional()
    .describe('From the first to the last. Default: development, staging, production.'),
  registry: registry.optional(),
  models: models.optional(),
});

/** A config that has the right shape, before defaults. */
export type ConfigFile = z.infer<typeof configSchema>;
