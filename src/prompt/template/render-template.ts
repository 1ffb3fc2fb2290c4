import { Context, type Template } from 'liquidjs';
import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { PartialContent, PromptId, TemplateDialect } from '../prompt.ts';
import { engine } from './engine/engine.ts';
import { usePartials } from './engine/partial-tag.ts';
import { filledParts } from './engine/plain-parts.ts';
import { type ParsedTemplate, parsedTemplate } from './parsed-template.ts';
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
  const { templates, parts } = validTemplate(text, dialect);
  const plain = parts && filledParts(parts, variables);
  if (plain !== undefined) return plain;
  // Made after parsing: the time limit of the render starts here.
  const context = new Context(Object.create(null) as object, engine().options, { sync: true, globals: variables }, { liquid: engine() });
  usePartials(context, (id) => partialTemplates(id, partials));
  try {
    return String(engine().renderSync([...templates], context));
  } catch (error) {
    throw renderFailure(error, { text, variables, partials });
  }
}

function partialTemplates(id: string, partials: ReadonlyMap<PromptId, PartialContent>): readonly Template[] {
  const partial = partials.get(id as PromptId);
  if (partial === undefined) throw new Failure('render-failed', `There is no partial \`${id}\`.`, { hint: `Add ${id}.partial.md.` });
  return validTemplate(partial.text, partial.template, id).templates;
}

function validTemplate(text: string, dialect: TemplateDialect, partial?: string): ParsedTemplate {
  const parsed = parsedTemplate(text, dialect);
  const error = parsed.analysis.findings.find((finding) => finding.severity === 'error');
  if (error) throw findingFailure(error, partial);
  return parsed;
}
