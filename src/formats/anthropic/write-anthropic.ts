import { toAnthropic } from '../../prompt/render/provider/anthropic.ts';
import type { Export, ExportedPrompt } from '../foreign-format.ts';
import { jsonText } from '../json-text.ts';
import { requestOf } from '../openai/write-openai.ts';
import { type Reasons, writtenLosses } from '../written-losses.ts';
import { readAnthropic } from './read-anthropic.ts';

const REASONS: Reasons = {
  messages: 'System texts are one there, before the messages, and nobody has a name.',
  model: 'The request names the model without its provider.',
  template: 'A request does not say it: read again, its texts are Liquid unless Liquid would see more in them than `{{name}}`.',
  'modelParameters.maxTokens': 'The request must bound the answer: 4096 tokens where the prompt does not say.',
  jsonSchema: 'The request takes the schema alone, without a name or `strict`.',
};

/** Writes the bodies of messages requests, with `{{name}}` where the application puts values. */
export function writeAnthropic(prompts: readonly ExportedPrompt[]): Export {
  const written = prompts.map((exported) => {
    const text = jsonText(toAnthropic(requestOf(exported, 'an Anthropic request')));
    const file = { path: `${exported.prompt.id}.json`, text };
    return { file, losses: writtenLosses(exported, file, readAnthropic, REASONS) };
  });
  return { files: written.map(({ file }) => file), losses: written.flatMap(({ losses }) => losses) };
}
