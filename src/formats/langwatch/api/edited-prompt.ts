import type { Message, ModelParameters, Prompt, PromptContent } from '../../../prompt/prompt.ts';
import type { ExportedPrompt } from '../../foreign-format.ts';
import type { LangwatchConfig, LangwatchMessage } from './langwatch-config.ts';
import { type SpokenMessage, shownMessages, spokenMessages } from './spoken-messages.ts';
import { editedInputs, editedSchema, unsayable } from './variables.ts';

/**
 * A prompt after an edit in LangWatch's words.
 *
 * What those words cannot say stays as it was: a client that sends back what it was shown changes nothing.
 * @throws Failure `langwatch-unsayable` when the edit cannot be made without losing what LangWatch does not show.
 */
export function editedPrompt(before: ExportedPrompt, config: LangwatchConfig): Prompt {
  const { prompt } = before;
  const { schema: _, inputs: _inputs, model: _model, appParameters: _own, ...rest } = prompt;
  const schema = editedSchema(prompt, config);
  const inputs = editedInputs(prompt, config.inputs);
  const model = config.model ?? prompt.model;
  const appParameters = config.appParameters ?? prompt.appParameters;
  return {
    ...rest,
    ...editedTexts(before, config),
    parameters: editedParameters(prompt.parameters, config),
    ...(model !== undefined && { model }),
    ...(schema && { schema }),
    ...(schema !== prompt.schema && { responseFormat: 'json_schema' as const }),
    ...(inputs && { inputs }),
    ...(appParameters && { appParameters }),
  };
}

/** A prompt that says nothing yet. */
export function emptyPrompt(id: Prompt['id']): ExportedPrompt {
  const about = { tags: [], owners: [], metadata: {} };
  const said = { template: 'liquid', messages: [], parameters: {}, tools: [], guardrails: [], testData: [], evaluators: [] } as const;
  return { prompt: { id, about, ...said }, path: id, partials: new Map() };
}

function editedParameters(before: ModelParameters, { parameters = {}, without = [] }: LangwatchConfig): ModelParameters {
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => !without.includes(name as keyof ModelParameters)));
  const extra = { ...before.extra, ...parameters.extra };
  return { ...kept, ...parameters, ...(Object.keys(extra).length > 0 && { extra }) };
}

function editedTexts(before: ExportedPrompt, config: LangwatchConfig): Pick<PromptContent, 'messages' | 'template'> {
  const { messages, template } = before.prompt;
  const spoken = spokenMessages(before);
  const shown = shownMessages(spoken);
  const wanted = wantedMessages(shown, config);
  if (isSame(wanted, shown) || isSame(wanted, withOneSystem(shown))) return { messages, template };
  requireAllShown(before, spoken, shown, wanted);
  // Texts are shown as Liquid, so that is what an edited one is.
  return template === 'liquid'
    ? { messages: wanted.map((message, index) => editedMessage(message, spoken, index, wanted.length)), template }
    : { messages: wanted, template: 'liquid' };
}

/** The whole conversation that the edit asks for. */
function wantedMessages(shown: readonly LangwatchMessage[], { prompt, messages }: LangwatchConfig): readonly LangwatchMessage[] {
  const system = messages?.find(({ role }) => role === 'system');
  if (system !== undefined) {
    if (prompt !== undefined && prompt !== '' && prompt !== system.content) {
      throw unsayable('`prompt` and the system message among `messages` say different things.');
    }
    return messages ?? [];
  }
  const first = prompt ?? shown.find(({ role }) => role === 'system')?.content ?? '';
  const others = messages ?? withoutFirstSystem(shown);
  return first === '' ? others : [{ role: 'system', content: first }, ...others];
}

function withoutFirstSystem(shown: readonly LangwatchMessage[]): LangwatchMessage[] {
  const first = shown.findIndex(({ role }) => role === 'system');
  return shown.filter((_message, index) => index !== first);
}

/** What LangWatch's command line makes of a conversation: one system message, in front. */
function withOneSystem(shown: readonly LangwatchMessage[]): LangwatchMessage[] {
  const system = shown.find(({ role }) => role === 'system');
  return [...(system === undefined ? [] : [system]), ...shown.filter(({ role }) => role !== 'system')];
}

function requireAllShown(
  { path }: ExportedPrompt,
  spoken: readonly SpokenMessage[],
  shown: readonly LangwatchMessage[],
  wanted: readonly LangwatchMessage[],
): void {
  if (shown.length < spoken.length) {
    throw unsayable(`${path} has messages that LangWatch does not show (placeholders or tool calls): its messages cannot be edited there.`);
  }
  const systems = (messages: readonly LangwatchMessage[]) => messages.filter(({ role }) => role === 'system').length;
  if (systems(shown) > 1 && systems(wanted) < systems(shown)) {
    throw unsayable(
      `${path} has several system messages, of which LangWatch's clients send back one: its messages cannot be edited there.`,
    );
  }
}

/** A text that is shown as before stays as it is written, with its partials; an edited one keeps role and name of its place. */
function editedMessage(wanted: LangwatchMessage, spoken: readonly SpokenMessage[], index: number, count: number): Message {
  const isShownAs = ({ shown }: SpokenMessage) => shown?.role === wanted.role && shown.content === wanted.content;
  const here = spoken[index];
  if (here !== undefined && isShownAs(here)) return here.own;
  const elsewhere = spoken.find(isShownAs);
  if (elsewhere !== undefined) return elsewhere.own;
  const keepsPlace = count === spoken.length && here?.shown?.role === wanted.role;
  return keepsPlace ? { ...here.own, content: wanted.content } : wanted;
}

function isSame(one: readonly LangwatchMessage[], other: readonly LangwatchMessage[]): boolean {
  return (
    one.length === other.length && one.every(({ role, content }, index) => other[index]?.role === role && other[index]?.content === content)
  );
}
