import { Failure } from '../../../base/failure.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import { configDataOf } from '../../../formats/langwatch/api/config-data.ts';
import { configOfPrompt } from '../../../formats/langwatch/api/config-of-prompt.ts';
import { CONFIG_DATA_EXTRA, type LangwatchConfig } from '../../../formats/langwatch/api/langwatch-config.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { langwatchSync } from '../../../protocol/langwatch/endpoints.ts';
import type { LangwatchConfigData } from '../../../protocol/langwatch/schemas.ts';
import type { Call } from '../../actions/call.ts';
import type { VersionRow } from '../../storage/versions/versions.ts';
import { defined, editedVersion, store } from './edit-prompt.ts';
import { newestVersion, viewOf } from './read-prompts.ts';
import { storedPrompt } from './stored-prompt.ts';

type Synced = ReplyOf<typeof langwatchSync>;

/**
 * Stores what a file says, if the file was made from the newest version.
 *
 * Anything else is a conflict, also a file that was not edited since: LangWatch's client would note the newest
 * version as the file's own without writing it there, and the next sync would take the colleague's edit back.
 */
export async function syncPrompt(call: Call, id: PromptId, body: BodyOf<typeof langwatchSync>): Promise<Synced> {
  const { configData, parameters: appParameters, localVersion = 0, commitMessage } = body;
  const config = configOfData(configData, appParameters);
  const newest = await newestVersion(call, id);
  const version = await editedVersion(call, id, newest, config);
  if (version.digest === newest?.digest) return { action: 'up_to_date', prompt: await viewOf(call, newest) };
  if (newest !== undefined && newest.number !== localVersion) return await conflictWith(call, newest, config, localVersion);
  try {
    const row = await store(call, version, newest?.digest, commitMessage);
    return { action: newest === undefined ? 'created' : 'updated', prompt: await viewOf(call, row) };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'version-newer') throw error;
    const other = await newestVersion(call, id);
    if (other === undefined) throw error;
    return await conflictWith(call, other, config, localVersion);
  }
}

async function conflictWith(call: Call, newest: VersionRow, config: LangwatchConfig, localVersion: number): Promise<Synced> {
  const { exported } = await storedPrompt(call, newest.prompt, newest.digest);
  const { config: remote } = configOfPrompt(exported);
  const remoteConfigData = configDataOf(remote);
  return {
    action: 'conflict',
    conflictInfo: {
      localVersion,
      remoteVersion: newest.number,
      differences: differencesOf(configDataOf({ ...remote, ...config }), remoteConfigData),
      remoteConfigData,
    },
  };
}

function differencesOf(local: JsonObject, remote: JsonObject): string[] {
  const names = [...new Set([...Object.keys(local), ...Object.keys(remote)])];
  return names.filter((name) => JSON.stringify(local[name]) !== JSON.stringify(remote[name])).map((name) => `${name} differs`);
}

function configOfData(data: LangwatchConfigData, appParameters: JsonObject | undefined): LangwatchConfig {
  const { model, prompt, messages, inputs, outputs, response_format: responseFormat } = data;
  const { temperature, max_tokens: maxTokens, top_p: topP, top_k: topK, seed, reasoning_effort: reasoningEffort } = data;
  const { frequency_penalty: frequencyPenalty, presence_penalty: presencePenalty } = data;
  const extra = Object.fromEntries(
    CONFIG_DATA_EXTRA.flatMap((name): [string, Json][] => (data[name] === undefined ? [] : [[name, data[name]]])),
  );
  const said = { temperature, maxTokens, topP, topK, seed, frequencyPenalty, presencePenalty, reasoningEffort };
  const parameters = { ...defined(said), ...(Object.keys(extra).length > 0 && { extra }) };
  // The client knows these two and says them when the file does; of the others it is silent whatever the file says.
  const without = (['temperature', 'maxTokens'] as const).filter((name) => said[name] === undefined);
  return { ...defined({ model, prompt, messages, inputs, outputs, responseFormat, appParameters }), parameters, without };
}
