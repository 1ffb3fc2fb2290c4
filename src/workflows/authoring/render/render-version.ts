import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import { renderPrompt } from '../../../prompt/render/render-prompt.ts';
import type { RenderedPrompt } from '../../../prompt/render/rendered-prompt.ts';
import { variablesThrough } from '../../../prompt/template/variables-through.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { GivenValues } from './given-values.ts';
import type { ValueRow } from './value-row.ts';

/** A version rendered with one set of values. */
export interface RenderedRow {
  /** What tells it from the others; absent when there is only one. */
  readonly label?: string;
  readonly values: JsonObject;
  readonly rendered: RenderedPrompt;
}

/**
 * Renders a version with each set of values.
 *
 * @throws Failure `variables-invalid` with every value that is missing, unknown or of another type, `render-failed`;
 * it names the row when there are several
 */
export function renderVersion(version: PromptVersion, { rows, placeholders, named }: GivenValues): RenderedRow[] {
  const used = version.content.inputs === undefined ? usedNames(version) : undefined;
  if (used) requireRead(version, named, used);
  return rows.map((row) => {
    try {
      return { ...row, rendered: renderPrompt(version, row.values, { placeholders }) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw inRow(rows.length > 1 ? row.label : undefined, (used && missing(version, row, used, error)) ?? error);
    }
  });
}

/** Without declared inputs a variable is what the texts read; an unknown flag would just be ignored. */
function requireRead({ id }: PromptVersion, named: readonly string[], used: readonly string[]): void {
  const unknown = named.filter((name) => !used.includes(name));
  if (unknown.length === 0) return;
  const problems = unknown.map((name) => `\`${name}\` is not read by it.${didYouMean(name, used)}`);
  throw new Failure('variables-invalid', `${id} has no such variable: ${problems.join(' ')}`, {
    hint: used.length === 0 ? 'It reads no variable.' : `It reads ${used.join(', ')}.`,
  });
}

/** Rendering ends at the first variable that is missing; a person wants to hear of all. */
function missing({ id }: PromptVersion, { values }: ValueRow, used: readonly string[], { code, message }: Failure): Failure | undefined {
  const names = used.filter((name) => !Object.hasOwn(values, name));
  if (code !== 'render-failed' || !names.some((name) => message.includes(`\`${name}`))) return undefined;
  const list = names.map((name) => `\`${name}\``).join(', ');
  return new Failure('variables-invalid', `${id} reads ${list}, and no value is given.`, {
    hint: `For example \`${names.map((name) => `--var ${name}=TEXT`).join(' ')}\`; a file with values is given with \`--vars FILE\`.`,
  });
}

function usedNames({ content, partials }: PromptVersion): string[] {
  const texts = new Map([...partials].map(([name, partial]) => [name, partial.content]));
  const uses = content.messages.flatMap(({ content: text = '' }) => variablesThrough(text, content.template, texts).variables);
  return [...new Set(uses.map(({ name }) => name))];
}

function inRow(label: string | undefined, failure: Failure): Failure {
  if (label === undefined) return failure;
  const { code, hint, details, where } = failure;
  return new Failure(code, `Row ${label}: ${failure.message}`, { hint, details, cause: failure, ...(where && { where }) });
}
