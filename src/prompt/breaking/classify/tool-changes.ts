import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { suggest } from '../../../base/text/suggest.ts';
import type { PromptVersion } from '../../version.ts';
import { type Found, sides } from '../found.ts';
import { schemaViolations } from '../schema/compare-schemas.ts';
import { fieldName, fieldPlace } from './field-place.ts';

/**
 * What the application that runs the tools must change (B301–B304).
 *
 * The model writes the arguments and the application reads them: they are outputs, and covariant. Every call that
 * the later schema lets through must be one that the earlier let through; a tool that is new is a call never seen.
 */
export function toolChanges(before: PromptVersion, after: PromptVersion): Found[] {
  const [old, young] = [toolsOf(before), toolsOf(after)];
  const added = [...young.keys()].filter((name) => !old.has(name));
  return [
    ...[...old].flatMap(([name, tool]) => {
      const later = young.get(name);
      return later === undefined ? [toolRemoved(name, tool, added)] : argumentChanges(name, tool, later);
    }),
    ...added.map((name): Found => ({ rule: 'B303', path: ['tools', young.get(name)?.index ?? 0], message: `The tool "${name}" is new.` })),
    ...choiceChanges(before, after),
  ];
}

interface NamedTool {
  readonly index: number;
  readonly definition: JsonObject;
}

function toolsOf({ content }: PromptVersion): ReadonlyMap<string, NamedTool> {
  return new Map(
    content.tools.map((tool, index): [string, NamedTool] => {
      const definition = isJsonObject(tool.function) ? tool.function : tool;
      return [String(definition.name ?? tool.type ?? `#${index + 1}`), { index, definition }];
    }),
  );
}

function toolRemoved(name: string, { index }: NamedTool, added: readonly string[]): Found {
  const near = suggest(name, added);
  const message = near === undefined ? `The tool "${name}" is gone.` : `The tool "${name}" is gone; "${near}" looks like its new name.`;
  return { rule: 'B301', path: ['tools', index], message, ...sides(name, near) };
}

/** A function without parameters is called with none. */
const NO_PARAMETERS: JsonObject = { type: 'object', properties: {}, additionalProperties: false };

function argumentChanges(name: string, { definition: before }: NamedTool, { definition: after, index }: NamedTool): Found[] {
  const [old, young] = [before.parameters ?? NO_PARAMETERS, after.parameters ?? NO_PARAMETERS];
  const changes = schemaViolations(young, old).map(({ kind, at, what, field }): Found => {
    const named = at.length === 0 ? `The arguments of "${name}"` : `The argument "${fieldName(at)}" of "${name}"`;
    const inner = field === undefined ? at : [...at, field];
    const message =
      kind === 'unknown'
        ? `${named} cannot be proved to fit the earlier schema: ${what}.`
        : kind === 'required'
          ? `The argument "${fieldName(inner)}" of "${name}" may now be missing.`
          : kind === 'extra' && field !== undefined
            ? `The argument "${fieldName(inner)}" of "${name}" is new.`
            : `${named} may now be ${what}.`;
    return { rule: 'B302', path: ['tools', index, 'function', 'parameters', ...fieldPlace(young, inner)], message };
  });
  if (before.strict !== true || after.strict === true) return changes;
  const message = `The tool "${name}" is no longer strict: calls may leave its schema.`;
  return [...changes, { rule: 'B302', path: ['tools', index, 'function', 'strict'], message, ...sides(true, after.strict) }];
}

function choiceChanges({ content: before }: PromptVersion, { content: after }: PromptVersion): Found[] {
  const [old, young] = [before.toolChoice ?? 'auto', after.toolChoice ?? 'auto'];
  if (canonicalJson(old) === canonicalJson(young)) return [];
  const message = `The tool choice is now ${shown(young)}, not ${shown(old)}.`;
  return [{ rule: 'B304', path: ['toolChoice'], message, ...sides(old, young) }];
}

function shown(choice: Json): string {
  return typeof choice === 'string' ? choice : canonicalJson(choice);
}
