import { Failure } from '../base/failure.ts';
import { didYouMean } from '../base/text/suggest.ts';
import { anthropic } from './anthropic/anthropic.ts';
import { dotprompt } from './dotprompt/dotprompt.ts';
import type { ForeignFile, ForeignFormat } from './foreign-format.ts';
import { githubModels } from './github-models/github-models.ts';
import { langchain } from './langchain/langchain.ts';
import { langfuse } from './langfuse/langfuse.ts';
import { langwatch } from './langwatch/langwatch.ts';
import { openai } from './openai/openai.ts';
import { promptfoo } from './promptfoo/promptfoo.ts';
import { prompty } from './prompty/prompty.ts';
import { text } from './text/text.ts';

/** Every format, the more telling first: the first that recognises a file reads it. */
export const FORMATS: readonly ForeignFormat[] = [
  dotprompt,
  prompty,
  langchain,
  promptfoo,
  langfuse,
  langwatch,
  anthropic,
  openai,
  githubModels,
  text,
];

/** @throws Failure `format-unknown` with the names that there are */
export function formatNamed(name: string): ForeignFormat {
  const names = FORMATS.map((format) => format.name);
  const format = FORMATS.find((one) => one.name === name);
  if (format !== undefined) return format;
  throw new Failure('format-unknown', `There is no format "${name}".${didYouMean(name, names)}`, {
    hint: `The formats are ${names.join(', ')}.`,
  });
}

/** The format that a file looks to be in, or nothing. */
export function formatOf(file: ForeignFile): ForeignFormat | undefined {
  return FORMATS.find((format) => format.isOnlyNamed !== true && format.recognises(file));
}
