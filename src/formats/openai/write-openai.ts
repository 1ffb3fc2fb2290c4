import type { Message } from '../../prompt/prompt.ts';
import { toOpenAI } from '../../prompt/render/provider/openai.ts';
import type { RenderedMessage, RenderedPrompt } from '../../prompt/render/rendered-prompt.ts';
import { plainMessages, requireSome } from '../exported-texts.ts';
import type { Export, ExportedPrompt } from '../foreign-format.ts';
import { jsonText } from '../json-text.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readOpenAI } from './read-openai.ts';

const FORMAT = 'an OpenAI request';

const REASONS: Reasons = {
  model: 'The request names the model without its provider.',
  template: 'A request does not say it: read again, its texts are Liquid unless Liquid would see more in them than `{{name}}`.',
};

/** Writes the bodies of chat-completions requests, with `{{name}}` where the application puts values. */
export function writeOpenAI(prompts: readonly ExportedPrompt[]): Export {
  const written = prompts.map((exported) => {
    const text = jsonText(toOpenAI(requestOf(exported, FORMAT)));
    const file = { path: `${exported.prompt.id}.json`, text };
    return { file, losses: writtenLosses(exported, file, readOpenAI, REASONS) };
  });
  return { files: written.map(({ file }) => file), losses: written.flatMap(({ losses }) => losses) };
}

/** A prompt as if it were rendered: its texts as they stand. Slots for earlier messages are for the application. */
export function requestOf(exported: ExportedPrompt, format: string): RenderedPrompt {
  const { model, parameters, responseFormat, schema, tools, toolChoice } = exported.prompt;
  return {
    messages: requireSome(plainMessages(exported, format).filter(isSpoken), exported, format),
    parameters,
    tools,
    ...(model !== undefined && { model }),
    ...(responseFormat !== undefined && { responseFormat }),
    ...(schema !== undefined && { schema }),
    ...(toolChoice !== undefined && { toolChoice }),
  };
}

function isSpoken(message: Message): message is RenderedMessage {
  return message.role !== 'placeholder';
}
