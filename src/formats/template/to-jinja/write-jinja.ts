import type { ForPart, TemplatePart } from '../template-part.ts';
import { valueKind } from '../value-kind.ts';
import type { JinjaTarget } from './jinja-target.ts';
import { jinjaTest } from './jinja-test.ts';
import { isCertain, jinjaValue } from './jinja-value.ts';

/**
 * Writes a template in Jinja, or in Nunjucks; it prints byte for byte what the parts say.
 *
 * @throws what `refuse` throws, for what the language says otherwise or not at all.
 */
export function writeJinja(parts: readonly TemplatePart[], target: JinjaTarget): string {
  return written(parts, target, { isInside: false, beforeTag: false });
}

interface Around {
  /** In a block, where Jinja forgets what is assigned. */
  readonly isInside: boolean;
  /** A brace at the end would become a part of the tag after it. */
  readonly beforeTag: boolean;
}

const INSIDE: Around = { isInside: true, beforeTag: true };

function written(parts: readonly TemplatePart[], target: JinjaTarget, around: Around): string {
  return parts
    .map((part, index) => partText(part, target, { ...around, beforeTag: around.beforeTag || index < parts.length - 1 }))
    .join('');
}

function partText(part: TemplatePart, target: JinjaTarget, around: Around): string {
  switch (part.kind) {
    case 'text':
      return literalText(part.text, around.beforeTag);
    case 'comment':
      return '';
    case 'output':
      return output(part, target);
    case 'if':
      return condition(part, target);
    case 'for':
      return loop(part, target);
    case 'assign':
      if (around.isInside)
        return target.refuse(
          part.at,
          'Jinja forgets at the end of a block what is assigned in it.',
          'Assign it outside, or write the value where the name stands.',
        );
      return `{% set ${part.name} = ${jinjaValue(part.value, part.at, target)} %}`;
    case 'partial':
      return target.refuse(part.at, `The partial ${part.id} is given values: it cannot be written in.`, 'Write its text into the prompt.');
    case 'mark':
      throw new Error(`The mark ${part.name} is no part of a template of ours.`);
  }
}

/** Braces that would begin a tag are printed by one. */
function literalText(text: string, beforeTag: boolean): string {
  const escaped = text.replaceAll(/\{(?=[{%#])/g, "{{ '{' }}");
  return beforeTag ? escaped.replace(/\{$/, "{{ '{' }}") : escaped;
}

function output({ value, at }: Extract<TemplatePart, { kind: 'output' }>, target: JinjaTarget): string {
  if (value.kind === 'literal' && typeof value.value !== 'boolean')
    return value.value === null ? '' : literalText(String(value.value), true);
  const kind = valueKind(target, value);
  const text = jinjaValue(value, at, target);
  if (target.dialect === 'nunjucks') {
    const isMapping = kind === 'list' || kind === 'object';
    return isMapping && isCertain(value, target)
      ? `{{ ${text} | dump }}`
      : isMapping
        ? `{% if ${text} %}{{ ${text} | dump }}{% endif %}`
        : `{{ ${text} }}`;
  }
  if (kind === 'list' || kind === 'object')
    return target.refuse(
      at,
      `Python writes ${kind === 'list' ? 'a list' : 'an object'} otherwise than as JSON.`,
      'Join its items, or go through them with a loop.',
    );
  if (kind !== 'boolean') return `{{ ${text} }}`;
  // Python writes True and False.
  const isFalse = isCertain(value, target) ? 'else' : `elif ${text} is defined and ${text} is not none`;
  return `{% if ${text} %}true{% ${isFalse} %}false{% endif %}`;
}

function condition({ branches, otherwise, at }: Extract<TemplatePart, { kind: 'if' }>, target: JinjaTarget): string {
  const texts = branches.map(({ test, body }, index) => {
    const tag = index === 0 ? 'if' : 'elif';
    return `{% ${tag} ${jinjaTest(test, at, target)} %}${written(body, target, INSIDE)}`;
  });
  const last = otherwise.length === 0 ? '' : `{% else %}${written(otherwise, target, INSIDE)}`;
  return `${texts.join('')}${last}{% endif %}`;
}

function loop({ name, list, body, otherwise, at }: ForPart, target: JinjaTarget): string {
  const source = list.kind === 'range' ? range(list, at, target) : listText(list, at, target);
  const last = otherwise.length === 0 ? '' : `{% else %}${written(otherwise, target, INSIDE)}`;
  return `{% for ${name} in ${source} %}${written(body, target, INSIDE)}${last}{% endfor %}`;
}

function listText(list: Exclude<ForPart['list'], { kind: 'range' }>, at: number, target: JinjaTarget): string {
  const kind = valueKind(target, list);
  if (kind !== undefined && kind !== 'list')
    return target.refuse(at, `A loop through ${kind === 'object' ? 'an' : 'a'} ${kind} means something else in Jinja.`, 'Pass a list.');
  return jinjaValue(list, at, target);
}

function range({ first, last }: Extract<ForPart['list'], { kind: 'range' }>, at: number, target: JinjaTarget): string {
  const [from, to] = [first, last].map((end) => (end.kind === 'literal' && typeof end.value === 'number' ? end.value : undefined));
  if (from === undefined || to === undefined)
    return target.refuse(at, 'Only a range between two numbers is the same in Jinja.', 'Pass the numbers as a list.');
  return `range(${from}, ${to + 1})`;
}
