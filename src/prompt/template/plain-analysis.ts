import type { TemplateDialect } from '../prompt.ts';
import { MAX_MARKUP, MAX_TAGS } from './engine/template-limits.ts';
import type { PartialUse, TemplateAnalysis, VariableUse } from './template-analysis.ts';
import { positionsOf } from './text-position.ts';

/** What begins a tag, an output, or something that looks like a tag of another language. */
const OPENING = /\{[{%#]/g;
const OUTPUT = /\{\{-? *([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*) *-?\}\}(?!\})/y;
const RENDER = /\{%-? *render +(?:"([\w./-]+)"|'([\w./-]+)') *-?%\}/y;
/** Words that mean something to Liquid, and `else`, which comes from other languages. */
const WORDS: ReadonlySet<string> = new Set('true false nil null empty blank and or not contains else'.split(' '));

/**
 * The analysis of a text in which only `{{ name }}` and `{% render "id" %}` stand, found without the engine:
 * loading that takes longer than everything else that a commit hook does. Nothing for any other text.
 */
export function plainAnalysis(text: string, dialect: TemplateDialect): TemplateAnalysis | undefined {
  // Longer texts, and those of more tags, may run into the limits of the engine.
  if (dialect !== 'liquid' || text.length > MAX_MARKUP) return undefined;
  const position = positionsOf(text);
  const variables: VariableUse[] = [];
  const partials: PartialUse[] = [];
  OPENING.lastIndex = 0;
  for (let opening = OPENING.exec(text); opening !== null; opening = OPENING.exec(text)) {
    const output = matchAt(OUTPUT, text, opening.index);
    const render = matchAt(RENDER, text, opening.index);
    if (output) {
      const [tag, path = ''] = output;
      const names = path.split('.');
      if (names.some((name) => WORDS.has(name))) return undefined;
      variables.push({ name: names[0] ?? '', path, ...position(opening.index + tag.indexOf(path)) });
    } else if (render) {
      partials.push({ id: render[1] ?? render[2] ?? '', args: [], ...position(opening.index) });
    } else {
      return undefined;
    }
    if (variables.length + partials.length > MAX_TAGS) return undefined;
    OPENING.lastIndex = opening.index + (output ?? render ?? opening)[0].length;
  }
  return { variables, partials, findings: [] };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
