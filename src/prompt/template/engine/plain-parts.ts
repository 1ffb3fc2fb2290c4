import { Output, type Template, TypeGuards } from 'liquidjs';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import { MAX_RENDER_SIZE } from './engine.ts';

/** What most prompts are: text with names of variables in it, and nothing that the engine would have to work out. */
export type PlainParts = readonly (string | { readonly variable: string })[];

/** Names that the engine answers itself, or looks for in the wrong place. */
const ENGINE_NAMES = new Set(['size', 'first', 'last']);

/** The parts of a template without tags, filters and paths; undefined for any other. */
export function plainParts(templates: readonly Template[]): PlainParts | undefined {
  const parts: (string | { variable: string })[] = [];
  for (const template of templates) {
    const part = TypeGuards.isHTMLToken(template.token) ? template.token.getContent() : variableOf(template);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts;
}

/**
 * The text of plain parts, as the engine writes it; undefined where only the engine can say what comes of the values:
 * one that is missing or is no plain text or number, and a text beyond its limit.
 */
export function filledParts(parts: PlainParts, variables: JsonObject): string | undefined {
  let text = '';
  for (const part of parts) {
    const value = typeof part === 'string' ? part : ownValue(variables, part.variable);
    if (typeof value !== 'string' && typeof value !== 'number') return undefined;
    text += value;
    if (text.length > MAX_RENDER_SIZE) return undefined;
  }
  return text;
}

function variableOf(template: Template): { variable: string } | undefined {
  if (!(template instanceof Output) || template.value.filters.length > 0) return undefined;
  const [token, ...more] = template.value.initial.postfix;
  if (token === undefined || more.length > 0 || !TypeGuards.isPropertyAccessToken(token) || token.variable) return undefined;
  const [name, ...path] = token.props;
  if (name === undefined || path.length > 0 || !TypeGuards.isWordToken(name)) return undefined;
  // The engine finds what every object has, `constructor` for one, before the variables.
  return ENGINE_NAMES.has(name.content) || name.content in {} ? undefined : { variable: name.content };
}

function ownValue(variables: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}
