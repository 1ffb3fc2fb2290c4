import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { LangwatchInput, LangwatchMessage, LangwatchOutput, LangwatchResponseFormat } from '../api/langwatch-config.ts';

/** What LangWatch's API answers of one version, as far as it makes a prompt. */
export interface RemoteContent {
  readonly model: string;
  /** The text of the system message; empty when there is none. */
  readonly prompt: string;
  /** With the system message, or without it. */
  readonly messages: readonly LangwatchMessage[];
  readonly inputs: readonly LangwatchInput[];
  readonly outputs: readonly LangwatchOutput[];
  readonly temperature?: number | undefined;
  readonly maxTokens?: number | undefined;
  readonly topP?: number | undefined;
  readonly topK?: number | undefined;
  readonly seed?: number | undefined;
  readonly frequencyPenalty?: number | undefined;
  readonly presencePenalty?: number | undefined;
  readonly responseFormat?: LangwatchResponseFormat | null | undefined;
  readonly parameters?: JsonObject | null | undefined;
}

/** The whole conversation. LangWatch stores the system message by itself and answers with an empty one where there is none. */
export function conversationOf({ prompt, messages }: Pick<RemoteContent, 'prompt' | 'messages'>): readonly LangwatchMessage[] {
  const said = messages.filter(({ role, content }) => role !== 'system' || content !== '');
  return prompt === '' || said.some(({ role }) => role === 'system') ? said : [{ role: 'system', content: prompt }, ...said];
}
