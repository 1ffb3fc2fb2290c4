import type { ChalkInstance } from 'chalk';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { printable, printableLines } from '../../../base/text/printable.ts';
import type { Estimate } from '../../../models/tokens/estimate.ts';
import { toAnthropic } from '../../../prompt/render/provider/anthropic.ts';
import { toGoogle } from '../../../prompt/render/provider/google.ts';
import { toOpenAI } from '../../../prompt/render/provider/openai.ts';
import { toOpenAIResponses } from '../../../prompt/render/provider/openai-responses.ts';
import type { RenderedMessage, RenderedPrompt } from '../../../prompt/render/rendered-prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { RenderedRow } from '../../../workflows/authoring/render/render-version.ts';
import { jsonDocument, safeJson } from '../../json.ts';
import type { RenderedFormat } from '../../wiring/rendered-format.ts';
import { toolCallText } from './tool-call.ts';

/** What `render` has to show. */
export interface RenderedDocuments {
  readonly version: Pick<PromptVersion, 'id' | 'digest'>;
  readonly rows: readonly RenderedRow[];
  /** One a row, or none. */
  readonly estimates: readonly Estimate[];
}

/** One document a row: texts under headings, everything else as JSON Lines when there are several. */
export function documentsOf({ version, rows, estimates }: RenderedDocuments, format: RenderedFormat, color: ChalkInstance): string {
  const [only, ...others] = rows;
  const document = (row: RenderedRow, index: number) =>
    format === 'json' ? rowJson(version, row, estimates[index]) : renderedText(row.rendered, format, color);
  if (only !== undefined && others.length === 0) return document(only, 0);
  if (format !== 'text') return rows.map((row, index) => oneLine(document(row, index))).join('\n');
  return rows.map((row, index) => `${color.bold(`── ${printable(row.label ?? '')}`)}\n${document(row, index)}`).join('\n\n');
}

/** What providers are sent. */
const BODIES: Readonly<Record<Exclude<RenderedFormat, 'text' | 'json'>, (rendered: RenderedPrompt) => JsonObject>> = {
  openai: toOpenAI,
  'openai-responses': toOpenAIResponses,
  anthropic: toAnthropic,
  google: toGoogle,
};

/** Renders a rendered prompt in one of the formats of `render --format`. */
export function renderedText(rendered: RenderedPrompt, format: RenderedFormat, color: ChalkInstance): string {
  switch (format) {
    case 'text':
      return rendered.messages.map((message) => messageText(message, color)).join('\n\n');
    case 'json':
      return jsonDocument('promptlane/rendered/v1', rendered);
    default:
      return safeJson(JSON.stringify(BODIES[format](rendered), null, 2));
  }
}

function rowJson({ id, digest }: RenderedDocuments['version'], { label, rendered }: RenderedRow, estimate: Estimate | undefined): string {
  const about = { prompt: id, digest, ...(label !== undefined && { row: label }) };
  return jsonDocument('promptlane/rendered/v1', { ...about, ...rendered, ...(estimate && { estimate }) });
}

/** Escapes of the document stay escapes: only the layout goes. */
function oneLine(document: string): string {
  return safeJson(JSON.stringify(JSON.parse(document) as Json));
}

function messageText({ role, content, name, toolCallId, toolCalls = [] }: RenderedMessage, color: ChalkInstance): string {
  const about = [name, toolCallId].filter((part) => part !== undefined).map(printable);
  const head = `${color.cyan(`[${role}]`)}${about.length > 0 ? color.dim(` ${about.join(' ')}`) : ''}`;
  const said = content === undefined && toolCalls.length > 0 ? [] : [printableLines(content ?? '')];
  return [head, ...said, ...toolCalls.map((call) => toolCallText(asObject(call), color))].join('\n');
}

function asObject(call: Json): JsonObject {
  return isJsonObject(call) ? call : {};
}
