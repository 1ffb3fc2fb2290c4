import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { Message, PartialContent, PromptContent, PromptId } from '../prompt.ts';
import { type PlainVariables, plainVariables } from '../template/plain-variables.ts';
import { renderPlain } from '../template/render-template.ts';
import type { PromptVersion } from '../version.ts';
import { acceptInputs } from './accept-inputs.ts';
import type { RenderedMessage, RenderedPrompt } from './rendered-prompt.ts';

/** Earlier messages by the name of the placeholder that they fill. */
export type PlaceholderMessages = Readonly<Record<string, readonly Message[]>>;

type Renderable = Pick<PromptVersion, 'id' | 'content' | 'partials'>;

/**
 * Renders a version with values for its variables, ready to be sent to a model.
 *
 * With declared `inputs`: defaults are filled in, an optional one that is not given is nil (prints
 * nothing), and a variable that is not declared is an error. Without them every variable that is
 * used must be given. Message texts are templates; tool calls, and the messages put into
 * placeholders, are values and stay as they are.
 *
 * @throws Failure `variables-invalid` naming every variable that is wrong, `render-failed` and
 * `template-invalid` naming the message and the place.
 */
export function renderPrompt(
  version: Renderable,
  variables: JsonObject,
  { placeholders = {} }: { readonly placeholders?: PlaceholderMessages } = {},
): RenderedPrompt {
  const { id, content } = version;
  requireKnownPlaceholders(id, content.messages, placeholders);
  const values = plainVariables(acceptInputs(id, content.inputs, variables));
  const partials = contentsOf(version.partials);
  const messages = content.messages.flatMap((message, index): RenderedMessage[] => {
    const { role, content: text, ...rest } = message;
    if (role === 'placeholder') return filled(message, placeholders);
    if (text === undefined) return [{ role, ...rest }];
    return [{ role, content: renderText(text, version, index, values, partials), ...rest }];
  });
  return { messages, ...requestSettings(content) };
}

const NONE: ReadonlyMap<PromptId, PartialContent> = new Map();

function contentsOf(partials: Renderable['partials']): ReadonlyMap<PromptId, PartialContent> {
  return partials.size === 0 ? NONE : new Map([...partials].map(([name, partial]) => [name, partial.content]));
}

function requestSettings({
  model,
  parameters,
  responseFormat,
  schema,
  tools,
  toolChoice,
}: PromptContent): Omit<RenderedPrompt, 'messages'> {
  return {
    parameters,
    tools,
    ...(model !== undefined && { model }),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(schema !== undefined && { schema }),
    ...(toolChoice !== undefined && { toolChoice }),
  };
}

function renderText(
  text: string,
  { id, content }: Renderable,
  index: number,
  values: PlainVariables,
  partials: ReadonlyMap<PromptId, PartialContent>,
): string {
  try {
    return renderPlain(text, content.template, values, partials);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, hint, message } = error;
    const details = { ...(error.details as object), message: index };
    throw new Failure(code, `${id}, message ${index + 1} (${content.messages[index]?.role}): ${message}`, { hint, details, cause: error });
  }
}

function filled({ name = '' }: Message, placeholders: PlaceholderMessages): RenderedMessage[] {
  const messages = Object.hasOwn(placeholders, name) ? (placeholders[name] ?? []) : [];
  return messages.filter((message): message is RenderedMessage => message.role !== 'placeholder');
}

function requireKnownPlaceholders(id: PromptId, messages: readonly Message[], given: PlaceholderMessages): void {
  if (Object.keys(given).length === 0) return;
  const known = messages.filter(({ role }) => role === 'placeholder').map(({ name = '' }) => name);
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new Failure('variables-invalid', `${id} has no placeholder \`${unknown}\`.${didYouMean(unknown, known)}`, {
    hint: known.length === 0 ? 'Add a message with `role: placeholder` and a `name`.' : `Its placeholders: ${known.join(', ')}.`,
  });
}
