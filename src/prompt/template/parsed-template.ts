import type { Template } from 'liquidjs';
import type { TemplateDialect } from '../prompt.ts';
import { analyseParsed } from './analyse-parsed.ts';
import { parseTemplate } from './engine/parse-template.ts';
import { type PlainParts, plainParts } from './engine/plain-parts.ts';
import { parseFinding } from './parse-finding.ts';
import type { TemplateAnalysis } from './template-analysis.ts';
import { textCache } from './text-cache.ts';

/** A template ready to be rendered, with what can be said of it; with an error among its findings it must not be. */
export interface ParsedTemplate {
  readonly analysis: TemplateAnalysis;
  readonly templates: readonly Template[];
  /** The same, where it is so simple that no engine has to render it. */
  readonly parts?: PlainParts | undefined;
}

/** Characters of text per dialect whose parsed form is kept; that form is many times larger than the text. */
const KEPT = 250_000;

/** A prompt is rendered thousands of times in an eval, a partial is part of many prompts: each is parsed once. */
const caches: Readonly<Record<TemplateDialect, ReturnType<typeof textCache<ParsedTemplate>>>> = {
  liquid: textCache(KEPT),
  simple: textCache(KEPT),
  none: textCache(KEPT),
};

/** Parses and analyses a text, or remembers what came of it. Never throws on a bad template. */
export function parsedTemplate(text: string, dialect: TemplateDialect): ParsedTemplate {
  return caches[dialect](text, () => parse(text, dialect));
}

function parse(text: string, dialect: TemplateDialect): ParsedTemplate {
  try {
    const templates = parseTemplate(text, dialect);
    return { analysis: analyseParsed(text, dialect, templates), templates, parts: plainParts(templates) };
  } catch (error) {
    return { analysis: { variables: [], partials: [], findings: [parseFinding(text, error)] }, templates: [] };
  }
}
