import { Context, type Template } from 'liquidjs';
import type { JsonObject } from '../../base/canonical-json.ts';
import { Failure } from '../../base/failure.ts';
import type { PartialContent, PromptId, TemplateDialect } from '../prompt.ts';
import { type ParsedTemplate, parseAndAnalyse } from './analyse-template.ts';
import { engine } from './engine/engine.ts';
import { usePartials } from './engine/partial-tag.ts';
import { type PlainVariables, plainVariables } from './plain-variables.ts';
import { findingFailure, renderFailure } from './render-failure.ts';

/**
 * Renders one template text. Equal arguments give equal text on every machine.
 *
 * Runs no code, reads no file, and never renders a value a second time: `{{…}}` inside a variable stays text.
 * @throws Failure `template-invalid` for what {@link analyseTemplate} reports as an error,
 * `render-failed` for what only the values show (an undefined variable is named with its place), `variables-invalid`
 * for values that are not plain JSON.
 */
export function renderTemplate(
  text: string,
  dialect: TemplateDialect,
  variables: JsonObject,
  partials: ReadonlyMap<PromptId, PartialContent>,
): string {
  return renderPlain(text, dialect, plainVariables(variables), partials);
}

/** The same for variables that are already a plain copy, for whoever renders many texts with the same ones. */
export function renderPlain(
  text: string,
  dialect: TemplateDialect,
  variables: PlainVariables,
  partials: ReadonlyMap<PromptId, PartialContent>,
): string {
  const context = new Context(Object.create(null) as object, engine.options, { sync: true, globals: variables }, { liquid: engine });
  usePartials(context, (id) => partialTemplates(id, partials));
  const templates = validTemplates(text, dialect);
  try {
    return String(engine.renderSync([...templates], context));
  } catch (error) {
    throw renderFailure(error, { text, variables, partials });
  }
}

function partialTemplates(id: string, partials: ReadonlyMap<PromptId, PartialContent>): readonly Template[] {
  const partial = partials.get(id as PromptId);
  if (partial === undefined) throw new Failure('render-failed', `There is no partial \`${id}\`.`, { hint: `Add ${id}.partial.md.` });
  return validTemplates(partial.text, partial.template, id);
}

/** Parsed templates by text, the oldest first. A prompt is rendered thousands of times in an eval and parsed once. */
const parsed = new Map<string, ParsedTemplate>();
const MAX_PARSED_LENGTH = 2_000_000;
let parsedLength = 0;

function validTemplates(text: string, dialect: TemplateDialect, partial?: string): readonly Template[] {
  const { templates, analysis } = cached(text, dialect);
  const error = analysis.findings.find((finding) => finding.severity === 'error');
  if (error) throw findingFailure(error, partial);
  return templates;
}

function cached(text: string, dialect: TemplateDialect): ParsedTemplate {
  const key = `${dialect} ${text}`;
  const known = parsed.get(key);
  if (known) return known;
  const fresh = parseAndAnalyse(text, dialect);
  parsed.set(key, fresh);
  parsedLength += key.length;
  for (const oldest of parsed.keys()) {
    if (parsedLength <= MAX_PARSED_LENGTH) break;
    parsed.delete(oldest);
    parsedLength -= oldest.length;
  }
  return fresh;
}
