import { configOfPrompt } from '../../../formats/langwatch/api/config-of-prompt.ts';
import { CONFIG_DATA_EXTRA } from '../../../formats/langwatch/api/langwatch-config.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { LangwatchPromptView } from '../../../protocol/langwatch/schemas.ts';
import { type Call, seesPin } from '../../actions/call.ts';
import type { Tables } from '../../storage/tables.ts';
import { findPrompts, type PromptRow, readPins } from '../../storage/versions/prompts.ts';
import type { VersionRow } from '../../storage/versions/versions.ts';
import { type StoredPrompt, storedPrompt } from './stored-prompt.ts';

/** What is shown of prompts besides their versions. */
export interface Surroundings {
  readonly rows: ReadonlyMap<PromptId, PromptRow>;
  /** Only those that the caller may see. */
  readonly pins: readonly Tables['pins'][];
}

export async function surroundingsOf(call: Call, ids: readonly PromptId[]): Promise<Surroundings> {
  const pins = await readPins(call.db, call.project, ids);
  return {
    rows: await findPrompts(call.db, call.project, ids),
    pins: pins.filter(({ environment, prompt }) => seesPin(call, environment, prompt)),
  };
}

/** A version as LangWatch shows it. @throws Failure `langwatch-unsayable`, `export-refused` when it cannot be shown */
export async function promptView(call: Call, version: VersionRow, { rows, pins }: Surroundings): Promise<LangwatchPromptView> {
  const { prompt: id, digest, number } = version;
  const stored = await storedPrompt(call, id, digest);
  const row = rows.get(id);
  const tags = pins.filter((pin) => pin.prompt === id && pin.digest === digest).map(({ environment }) => environment as string);
  const time = new Date(version.created_at).toISOString();
  return {
    id,
    handle: id,
    scope: 'PROJECT',
    name: row?.name ?? id,
    projectId: call.project,
    organizationId: call.project,
    versionId: digest,
    version: number,
    authorId: version.uploader_id,
    createdAt: time,
    updatedAt: time,
    commitMessage: version.message,
    ...saidOf(stored),
    tags: [...(row?.latest_digest === digest ? ['latest'] : []), ...tags].map((name) => ({ name, versionId: digest })),
  };
}

function saidOf({ exported }: StoredPrompt) {
  const { config, unsaid } = configOfPrompt(exported);
  const { model, prompt, messages, inputs, outputs, parameters, responseFormat, appParameters } = config;
  const { extra = {}, stop: _stop, ...numbers } = parameters;
  // A file in a sync says these; an answer has no place for them.
  const onlySynced = CONFIG_DATA_EXTRA.filter((name) => extra[name] !== undefined).map((name) => `modelParameters.${name}`);
  return {
    model,
    prompt,
    messages: [...messages],
    inputs: [...inputs],
    outputs: [...outputs],
    ...numbers,
    ...(responseFormat && { responseFormat }),
    ...(appParameters && { parameters: appParameters }),
    unsaid: [...unsaid, ...onlySynced],
  };
}
