import * as z from 'zod';
import { RULE_IDS, RULES } from '../../prompt/breaking/rules.ts';
import { ENVIRONMENT_NAME_PATTERN } from '../../release/environment.ts';

/** A folder below the workspace root: relative, forward slashes, never upwards. */
const folder = z
  .string()
  .regex(
    /^(?![/~]|[A-Za-z]:)(?!(?:.*\/)?\.\.(?:\/|$))[^\\]+$/,
    'must be a folder inside the workspace: relative, with forward slashes, without ".."',
  );

/** A file below the workspace root. */
const file = z
  .string()
  .regex(
    /^(?![/~]|[A-Za-z]:)(?!(?:.*\/)?\.\.(?:\/|$))[^\\]+\.m?js$/,
    'must be a JavaScript module (.js or .mjs) inside the workspace: relative, with forward slashes, without ".."',
  );

const folders = z.union([folder, z.array(folder).min(1)]);

const environmentName = z
  .string()
  .regex(ENVIRONMENT_NAME_PATTERN, 'must be lower-case letters, digits and "-", at most 40, starting with a letter or digit');

/** Loose on purpose: a member we do not know may be a requirement that the registry knows. It is kept, and flagged. */
const environment = z
  .object({
    after: environmentName.optional().describe('Only what that environment pins may be pinned here.'),
    require: z.record(z.string(), z.json()).optional().describe('What a version must show before it may be pinned here.'),
    within: z.string().optional().describe('How long after it left the environment of `after` a version may be pinned here. Default: 30d.'),
    when: z.json().optional().describe('What versions of a risk, or of some prompts, must show besides.'),
    freeze: z.json().optional().describe('When nothing may be pinned here.'),
    inconclusive: z.enum(['allow', 'refuse']).optional().describe('Whether a run that cannot tell will do. Default: allow.'),
  })
  .catchall(z.json())
  .describe('An environment with its policy. The registry is the authority; this is what the project asks for.');

const httpUrl = z.string().regex(/^https?:\/\/[^\s/@]+(?:\/\S*)?$/, 'must be an http(s) URL without credentials');

const registry = z.strictObject({
  url: httpUrl
    .optional()
    .describe('Its address. Default: the registry that `promptlane serve` runs here; for langwatch, https://app.langwatch.ai.'),
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and "-"')
    .optional()
    .describe('Default: default.'),
  kind: z
    .enum(['native', 'langwatch'])
    .optional()
    .describe('Which API it speaks: native, or langwatch for a LangWatch project. Default: native.'),
});

const provider = z.strictObject({
  kind: z
    .string()
    .min(1)
    .describe('Which API it speaks: openai, openai-responses, anthropic, google, or ai-sdk for a module of this repository.'),
  baseUrl: httpUrl.optional().describe('Where it answers, with the version: `http://localhost:11434/v1`.'),
  apiKeyEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable; keys never stand in the config')
    .optional()
    .describe('The name of the environment variable that holds the key.'),
  module: file.optional().describe('Of kind ai-sdk: the module that exports its models, for example `models/bridge.mjs`.'),
});

const dollars = z.number().nonnegative();

const price = z.strictObject({
  input: dollars.describe('US dollars for a million tokens of the request.'),
  output: dollars.optional().describe('The same for the answer. Default: 0, as for embeddings.'),
  cachedInput: dollars.optional().describe('For what the provider had in its cache. Default: as input.'),
  cacheWrite: dollars.optional().describe('For what it writes to its cache. Default: as input.'),
});

const modelId = z.string().regex(/^[^/\s]+\/\S+$/, 'must be provider/model');

const models = z.strictObject({
  default: modelId.optional().describe('`provider/model`, for prompts that name none. They can be pinned in the first environment only.'),
  providers: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9_.-]*$/, 'must be a lower-case name'), provider)
    .optional()
    .describe('Providers by the name that stands before the `/` of a model.'),
  prices: z.record(modelId, price).optional().describe('Prices by `provider/model`, over those of the table that comes with Promptlane.'),
});

const levels = z
  .strictObject(
    Object.fromEntries(
      RULE_IDS.map((id) => [
        id,
        z.enum(['error', 'warn', 'info', 'off']).optional().describe(`${RULES[id].name}. ${RULES[id].why} Default: ${RULES[id].level}.`),
      ]),
    ),
  )
  .describe('Levels of the rules of `promptlane breaking` that are not the default.');

const breaking = z.strictObject({
  against: z
    .string()
    .min(1)
    .optional()
    .describe('What a change is compared with: an environment, a git revision or `index`. Default: where the branch left the main one.'),
  rules: levels.optional(),
  environments: z.record(environmentName, levels).optional().describe('Levels that hold for one environment, over those of `rules`.'),
});

const lockfile = z.strictObject({
  split: z
    .boolean()
    .optional()
    .describe('One file for each environment, `promptlane.<environment>.lock`, so that each may have owners of its own. Default: false.'),
});

const holdout = z.strictObject({
  share: z.number().min(0).max(1).describe('Share of the units that no rollout with this holdout touches, for example 0.05.'),
});

/** The config file as people write it; schemas/config.schema.json is generated from it. */
export const configSchema = z.strictObject({
  $schema: z.string().optional().describe('The schema of this file, for editors.'),
  prompts: folders.optional().describe('Where prompts, partials and guardrail sets are. Default: prompts.'),
  evals: folders.optional().describe('Where eval suites are. Default: evals.'),
  rollouts: folder.optional().describe('Where rollouts are. Default: rollouts.'),
  monitors: folder.optional().describe('Where monitors are. Default: monitors.'),
  datasets: folder.optional().describe('Where datasets are. Default: datasets.'),
  cassettes: folder.optional().describe('Where recorded answers are. Default: cassettes.'),
  vendor: folder.optional().describe('Where contents of other registries are kept. Default: vendor.'),
  environments: z
    .record(environmentName, environment.nullable())
    .optional()
    .describe('From the first to the last. Default: development, staging, production.'),
  holdouts: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, 'must be lower-case letters, digits, `_` and `-`, at most 40'), holdout)
    .optional()
    .describe('Units that rollouts leave alone, by the name that rollouts give: what they see is what would be without any.'),
  lockfile: lockfile.optional().describe('How pins are kept in Git.'),
  registry: registry.optional().describe('Which registry, and which of its projects.'),
  models: models.optional().describe('Which model prompts without one ask, and where providers are.'),
  breaking: breaking.optional().describe('What the check for breaking changes compares with, and how much each rule matters.'),
});

/** A config that has the right shape, before defaults. */
export type ConfigFile = z.infer<typeof configSchema>;
