import { Failure } from '../base/failure.ts';
import type { Message, PartialContent, TemplateDialect } from '../prompt/prompt.ts';
import { analyseTemplate } from '../prompt/template/analyse-template.ts';
import type { ExportedPrompt } from './foreign-format.ts';
import { firstOtherTag, plainVariablesIn } from './plain-texts.ts';

/** `{% render "shared/tone" %}` and nothing more: it prints what the text itself would. */
const PLAIN_RENDER = /\{%\s*render\s+(?:"([^"]*)"|'([^']*)')\s*%\}/g;

/** The messages of a prompt with its partials written into their texts. @throws Failure `export-refused` for a partial that is given values */
export function messagesWithPartials(exported: ExportedPrompt): Message[] {
  const { prompt } = exported;
  if (prompt.template !== 'liquid' || exported.partials.size === 0) return [...prompt.messages];
  return prompt.messages.map((message, index) =>
    message.content === undefined ? message : { ...message, content: withPartials(message.content, exported, index) },
  );
}

/**
 * The messages of a prompt for a format that knows `{{name}}` and nothing else.
 *
 * @throws Failure `export-refused` at the first tag or filter that such a format would send to the model as it stands.
 */
export function plainMessages(exported: ExportedPrompt, format: string): Message[] {
  const messages = messagesWithPartials(exported);
  for (const [index, { content = '' }] of messages.entries()) requirePlain(content, exported, index, format);
  return messages;
}

/** The messages as they are written. @throws Failure `export-refused` when the format can hold none of them */
export function requireSome<Written>(messages: readonly Written[], { path }: ExportedPrompt, format: string): readonly Written[] {
  if (messages.length > 0) return messages;
  throw new Failure('export-refused', `${path} has no message that ${format} could hold.`);
}

/** Ends an export at a place in a text; `part` is the index of a message, or names another text. @throws Failure `export-refused` */
export function refuseExport(
  { path }: ExportedPrompt,
  part: number | string,
  text: string,
  offset: number,
  message: string,
  hint?: string,
): never {
  const before = text.slice(0, offset).split('\n');
  const name = typeof part === 'number' ? `message ${part + 1}` : part;
  const place = `${name}, line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  throw new Failure('export-refused', `${path}, ${place}: ${message}`, hint === undefined ? {} : { hint });
}

function requirePlain(text: string, exported: ExportedPrompt, index: number, format: string): void {
  const { template } = exported.prompt;
  if (template === 'none') {
    const [variable] = plainVariablesIn(text);
    if (variable) {
      refuseExport(exported, index, text, variable.start, `\`{{${variable.name}}}\` is text here, and a variable in ${format}.`);
    }
  }
  if (template !== 'liquid') return;
  const at = firstOtherTag(text);
  if (at === undefined) return;
  const tag = /^\{[{%].*?[%}]\}|^.*/.exec(text.slice(at))?.[0] ?? '';
  refuseExport(exported, index, text, at, `${format} has no \`${tag}\`: it replaces \`{{name}}\` and nothing else.`);
}

function withPartials(text: string, exported: ExportedPrompt, index: number): string {
  const inlined = text.replaceAll(PLAIN_RENDER, (tag, double?: string, single?: string) => {
    const partial = exported.partials.get((double ?? single ?? '') as never);
    return partial === undefined ? tag : asLiquid(partial, exported, index);
  });
  const [left] = analyseTemplate(inlined, 'liquid').partials;
  if (left === undefined) return inlined;
  const offset = offsetOf(inlined, left.line, left.column);
  return refuseExport(
    exported,
    index,
    inlined,
    offset,
    `The partial ${left.id} is given values, or trims the text around it: it cannot be written in.`,
  );
}

/** The text of a partial as Liquid prints it. */
function asLiquid({ template, text }: PartialContent, exported: ExportedPrompt, index: number): string {
  if (template === 'liquid') return withPartials(text, exported, index);
  return literalInLiquid(text, template);
}

/** A text of another dialect as the Liquid that prints the same. */
export function literalInLiquid(text: string, template: TemplateDialect): string {
  if (template === 'liquid') return text;
  const kept = template === 'simple' ? plainVariablesIn(text) : [];
  let written = '';
  let from = 0;
  for (const { start, end } of [...kept, { start: text.length, end: text.length }]) {
    const literal = text.slice(from, start).replaceAll(/\{[{%]/g, (braces) => `{{ "${braces}" }}`);
    // A brace right before a variable would become a part of its tag.
    written += (end > start ? literal.replace(/\{$/, '{{ "{" }}') : literal) + text.slice(start, end);
    from = end;
  }
  return written;
}

function offsetOf(text: string, line: number, column: number): number {
  const lines = text.split('\n').slice(0, line - 1);
  return lines.reduce((offset, one) => offset + one.length + 1, 0) + column - 1;
}
