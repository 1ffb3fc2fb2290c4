import type { TemplateDialect } from '../prompt/prompt.ts';

/** A variable as every format with `{{name}}` understands it. */
const VARIABLE = /\{\{[ \t]*([A-Za-z_][\w-]*(?:\.\w[\w-]*)*)[ \t]*\}\}/g;

/** Names that Liquid takes for values. */
const WORDS = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank', 'and', 'or', 'not', 'contains']);

/** A `{{name}}` of a text. */
export interface PlainVariable {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Every `{{name}}` of a text, in its order. */
export function plainVariablesIn(text: string): PlainVariable[] {
  return [...text.matchAll(VARIABLE)].flatMap((match) => {
    const [source, name = ''] = match;
    return WORDS.has(name) ? [] : [{ name, start: match.index, end: match.index + source.length }];
  });
}

/** Where a text holds braces that are no `{{name}}`: there Liquid, or what else begins a tag so, sees more than the simple formats. */
export function firstOtherTag(text: string, begin = /\{\{|\{%/): number | undefined {
  let from = 0;
  for (const { start, end } of [...plainVariablesIn(text), { start: text.length, end: text.length }]) {
    // A brace before a variable makes another tag of it: `{{{html}}}`.
    const between = text.slice(from, start === text.length ? start : start + 1);
    const at = between.search(begin);
    if (at >= 0) return from + at;
    from = end;
  }
  return undefined;
}

/**
 * The dialect that reads texts with `{{name}}` as their own tool does: nothing (so Liquid) where that is the same,
 * `simple` where Liquid would see more in them.
 */
export function dialectOf(texts: readonly string[]): Extract<TemplateDialect, 'simple'> | undefined {
  return texts.some((text) => firstOtherTag(text) !== undefined) ? 'simple' : undefined;
}
