import { LiquidError } from 'liquidjs';
import { suggest } from '../../base/text/suggest.ts';
import { engine, REFUSED_TAGS } from './engine/engine.ts';
import { TemplateTooLarge } from './engine/parse-template.ts';
import { DynamicPartialName } from './engine/partial-tag.ts';
import { foreignHint, foreignLanguage, tagAround } from './foreign-syntax.ts';
import type { TemplateFinding } from './template-analysis.ts';
import { positionsOf } from './text-position.ts';

type Explanation = Pick<TemplateFinding, 'rule' | 'message'> & { readonly hint?: string };

/** Tags that only mean something inside another one. */
const INNER_TAG = /^(?:end\w*|else|elsif|when)$/;

/** Explains why a text could not be parsed, at the tag that is to blame. */
export function parseFinding(text: string, error: unknown): TemplateFinding {
  const offset = LiquidError.is(error) ? Math.min(error.token.begin, text.length) : 0;
  const { begin, source } = tagAround(text, offset);
  const place = positionsOf(text)(begin);
  return { severity: 'error', ...explain(source, error), ...place, length: Math.max(1, source.length) };
}

function explain(source: string, error: unknown): Explanation {
  if (error instanceof TemplateTooLarge)
    return { rule: 'template-too-large', message: error.message, hint: 'Move parts of it into partials.' };
  // A stack overflow: the engine wraps it when it still can.
  if (error instanceof RangeError || (LiquidError.is(error) && error.originalError instanceof RangeError)) {
    return {
      rule: 'template-too-large',
      message: 'The tags of the template are nested too deeply.',
      hint: 'Move parts of it into partials.',
    };
  }
  if (!LiquidError.is(error)) throw error;
  if (error.originalError instanceof DynamicPartialName) return { rule: 'partial-dynamic', message: sentence(error.originalError.message) };
  const unknownTag = /^tag "(.*?)" not found/.exec(error.message)?.[1];
  const language = foreignLanguage(source);
  if (unknownTag !== undefined) return explainTag(unknownTag, language);
  if (language !== undefined) {
    return { rule: 'foreign-syntax', message: `\`${shown(source)}\` is not Liquid.`, hint: foreignHint(language) };
  }
  if (error.message.startsWith('expected "|" before filter')) {
    const hint = 'Compare with `==`, combine with `and` and `or`, calculate with filters such as `plus`.';
    return { rule: 'template-syntax', message: `\`${shown(source)}\` is not a Liquid expression.`, hint };
  }
  if (error.message.startsWith('invalid value expression')) {
    return { rule: 'template-syntax', message: `\`${shown(source)}\` holds no value.` };
  }
  return { rule: 'template-syntax', message: sentence(error.message.replace(/(?:, file:.*)?, line:\d+, col:\d+$/, '')) };
}

function explainTag(name: string, language: string | undefined): Explanation {
  const instead = REFUSED_TAGS.get(name);
  if (instead !== undefined) return { rule: 'tag-refused', message: `The tag \`${name}\` is not available in prompts.`, hint: instead };
  if (language !== undefined) return { rule: 'foreign-syntax', message: `\`${name}\` is not a Liquid tag.`, hint: foreignHint(language) };
  if (INNER_TAG.test(name)) return { rule: 'template-syntax', message: `\`${name}\` stands outside the tag that it belongs to.` };
  const near = suggest(name, Object.keys(engine().tags));
  return { rule: 'tag-unknown', message: `Unknown tag \`${name}\`.`, ...(near !== undefined && { hint: `Did you mean \`${near}\`?` }) };
}

function shown(source: string): string {
  const line = source.replace(/\s+/g, ' ');
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
