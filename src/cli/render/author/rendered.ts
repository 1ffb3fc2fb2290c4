import type { ChalkInstance } from 'chalk';
import { Failure } from '../../../base/failure.ts';
import { toAnthropic } from '../../../prompt/render/anthropic.ts';
import { toOpenAI } from '../../../prompt/render/openai.ts';
import type { RenderedPrompt } from '../../../prompt/render/rendered-prompt.ts';
import { jsonDocument, safeJson } from '../../json.ts';
import { printableLines } from '../../terminal/printable.ts';

/** Renders a rendered prompt in one of the formats of `render --format`. @throws Failure `usage-invalid` for another format. */
export function renderedText(rendered: RenderedPrompt, format: string, color: ChalkInstance): string {
  switch (format) {
    case 'text':
      return rendered.messages.map(({ role, content }) => `${color.cyan(`[${role}]`)}\n${printableLines(content ?? '')}`).join('\n\n');
    case 'json':
      return jsonDocument('promptlane/rendered/v1', rendered);
    case 'openai':
      return safeJson(JSON.stringify(toOpenAI(rendered), null, 2));
    case 'anthropic':
      return safeJson(JSON.stringify(toAnthropic(rendered), null, 2));
    default:
      throw new Failure('usage-invalid', `There is no format "${format}".`, { hint: 'The formats are text, json, openai and anthropic.' });
  }
}
