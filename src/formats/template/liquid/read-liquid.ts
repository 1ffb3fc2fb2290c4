import { ForTag, IfTag, Output, type Template, type Token, TypeGuards, UnlessTag } from 'liquidjs';
import type { TemplateDialect } from '../../../prompt/prompt.ts';
import { type PartialTag, partialTag } from '../../../prompt/template/engine/partial-tag.ts';
import { parsedTemplate } from '../../../prompt/template/parsed-template.ts';
import { ifPart, joinTexts, NOTHING_ELSE, not, type TemplatePart, type Value } from '../template-part.ts';
import { type LiquidReading, type OwnText, readTest, readToken, readValue, type Written } from './read-liquid-value.ts';

/**
 * Reads a template of ours, so that it can be written in another language; the opposite of `writeLiquid`.
 *
 * Texts have lost the white space that `{%-` and `-%}` take off.
 * @throws what `refuse` throws, for tags and filters that other languages lack.
 */
export function readLiquid(source: OwnText, dialect: TemplateDialect): TemplatePart[] {
  const { templates, analysis } = parsedTemplate(source.text, dialect);
  const error = analysis.findings.find(({ severity }) => severity === 'error');
  if (error !== undefined) return source.refuse(0, error.message);
  return partsOf(templates, { ...source, inLoop: false });
}

function partsOf(templates: readonly Template[], reading: LiquidReading): TemplatePart[] {
  return joinTexts(templates.flatMap((template) => tagParts(template, reading)));
}

function tagParts(template: Template, reading: LiquidReading): TemplatePart[] {
  const at = template.token.begin;
  const { token } = template;
  if (TypeGuards.isHTMLToken(token)) return [{ kind: 'text', text: token.getContent() }];
  if (template instanceof Output) return outputParts(template.value, at, reading);
  if (template instanceof IfTag || template instanceof UnlessTag) return [condition(template, at, reading)];
  if (template instanceof ForTag) return [loop(template, at, reading)];
  if (template instanceof partialTag()) return [partial(template, at, reading)];
  const { name = '' } = template as { name?: string };
  if (name === 'raw') return [{ kind: 'text', text: rawText(template) }];
  if (name === '#' || name === 'comment') return [];
  if (name === 'assign') return [assignment(template as unknown as Assignment, at, reading)];
  return reading.refuse(at, `\`{% ${name} %}\` has no counterpart there.`, 'Write it with if, for and the values that the caller passes.');
}

/** `a | default: "b"` chooses between two values; other languages do so with a condition. */
function outputParts(value: Written, at: number, reading: LiquidReading): TemplatePart[] {
  const last = value.filters.at(-1);
  const output = (one: Value): TemplatePart => ({ kind: 'output', value: one, at });
  if (last?.name !== 'default') return [output(readValue(value, at, reading))];
  const [fallback, ...more] = last.args;
  if (more.length > 0 || fallback === undefined || Array.isArray(fallback))
    return reading.refuse(at, 'This `default` has no counterpart there.', 'Give it one value.');
  const own = readValue({ initial: value.initial, filters: value.filters.slice(0, -1) }, at, reading);
  const test = { kind: 'true', value: own, except: { ...NOTHING_ELSE, text: true, list: true } } as const;
  return [ifPart(test, [output(own)], [output(readToken(fallback, at, reading))], at)];
}

function condition(tag: IfTag | UnlessTag, at: number, reading: LiquidReading): TemplatePart {
  let otherwise = partsOf(tag.elseTemplates ?? [], reading);
  for (const [index, { value, templates }] of [...tag.branches.entries()].reverse()) {
    const test = readTest(value, at, reading);
    const isOpposite = index === 0 && tag instanceof UnlessTag;
    otherwise = [ifPart(isOpposite ? not(test) : test, partsOf(templates, reading), otherwise, at)];
  }
  const [part] = otherwise;
  return part ?? reading.refuse(at, 'This condition has no branch.');
}

function loop({ variable: name, collection, hash, templates, elseTemplates }: ForTag, at: number, reading: LiquidReading): TemplatePart {
  const [word] = Object.keys(hash.hash);
  if (word !== undefined)
    return reading.refuse(at, `A loop has no \`${word}\` there.`, 'Pass a list that holds just what the loop goes through.');
  const list = readToken(collection, at, reading, 'list');
  const body = partsOf(templates, { ...reading, inLoop: true });
  return { kind: 'for', name, list, body, otherwise: partsOf(elseTemplates, reading), at };
}

function partial(tag: PartialTag, at: number, reading: LiquidReading): TemplatePart {
  const names = Object.keys(tag.args.hash);
  if (tag.argumentNames().length > names.length)
    return reading.refuse(at, 'A partial that is rendered `with` or `for` a value has no counterpart there.', 'Pass the value by name.');
  const argumentOf = (name: string, token: Token | undefined) =>
    token === undefined ? reading.refuse(at, `The argument \`${name}\` has no value.`) : readToken(token, at, reading);
  const args = Object.entries(tag.args.hash).map(([name, token]) => [name, argumentOf(name, token)] as const);
  return { kind: 'partial', id: tag.id, args, at };
}

/** The engine keeps these private, and nothing else knows them. */
interface Assignment {
  readonly key: string;
  readonly value: Written;
}

function assignment({ key, value }: Assignment, at: number, reading: LiquidReading): TemplatePart {
  return { kind: 'assign', name: key, value: readValue(value, at, reading), at };
}

function rawText(template: Template): string {
  return (template as unknown as { tokens: readonly { getText(): string }[] }).tokens.map((token) => token.getText()).join('');
}
