import { LiquidError } from 'liquidjs';
import { Failure } from '../../base/failure.ts';
import { suggest } from '../../base/text/suggest.ts';
import type { PartialContent, PromptId } from '../prompt.ts';
import type { PlainVariables } from './plain-variables.ts';
import type { TemplateFinding } from './template-analysis.ts';
import { type Position, positionsOf } from './text-position.ts';

/** What was being rendered. */
interface Rendering {
  readonly text: string;
  readonly variables: PlainVariables;
  readonly partials: ReadonlyMap<PromptId, PartialContent>;
}

const LIMITS: readonly (readonly [sign: RegExp, message: string])[] = [
  [/^memory alloc limit/, 'The render makes too much text or too long a list.'],
  [/^template render limit/, 'The render takes too long.'],
  [/^Invalid string length|^Maximum call stack/, 'The render makes too much text or nests too deeply.'],
];

/** The failure that a render ends in when its template has an error. */
export function findingFailure(finding: TemplateFinding, partial: string | undefined): Failure {
  return placed('template-invalid', finding.message, finding.hint, finding, partial);
}

/** Turns what the engine threw into a failure that names the variable and the place; gives anything unexpected back as it is. */
export function renderFailure(error: unknown, rendering: Rendering): unknown {
  if (!LiquidError.is(error)) return limitMessage(error) === undefined ? error : new Failure('render-failed', limitMessage(error) ?? '');
  const { token, originalError } = error;
  const partial = token.input === rendering.text ? undefined : partialWith(token.input, rendering.partials);
  const place = positionsOf(token.input)(token.begin);
  // What happened inside a partial has its own place already; what happened at a tag gets the tag's.
  if (originalError instanceof Failure) {
    return originalError.details === undefined
      ? placed(originalError.code, originalError.message, originalError.hint, place, partial)
      : originalError;
  }
  const undefinedName = /^undefined variable: (.*)$/s.exec(originalError?.message ?? '')?.[1];
  if (undefinedName !== undefined) {
    return placed(
      'render-failed',
      `The variable \`${undefinedName}\` has no value.`,
      variableHint(undefinedName, rendering),
      place,
      partial,
    );
  }
  const message = originalError?.message ?? error.message;
  return placed(
    'render-failed',
    limitMessage(originalError ?? error) ?? `${message.charAt(0).toUpperCase()}${message.slice(1)}.`,
    undefined,
    place,
    partial,
  );
}

function limitMessage(error: unknown): string | undefined {
  return error instanceof Error ? LIMITS.find(([sign]) => sign.test(error.message))?.[1] : undefined;
}

function variableHint(name: string, { variables }: Rendering): string {
  const [root = name] = name.split('.');
  const near = Object.hasOwn(variables, root) ? undefined : suggest(root, Object.keys(variables));
  return near === undefined
    ? `Give \`${root}\` a value, or test it with {% if ${root} %} or ${root} | default: "".`
    : `Did you mean \`${near}\`?`;
}

function partialWith(text: string, partials: Rendering['partials']): string | undefined {
  for (const [id, partial] of partials) if (partial.text === text) return id;
  return undefined;
}

function placed(code: Failure['code'], message: string, hint: string | undefined, place: Position, partial: string | undefined): Failure {
  const { line, column } = place;
  const where = `${partial === undefined ? '' : `${partial}, `}line ${line}, column ${column}`;
  return new Failure(code, `${message.replace(/\.$/, '')} (${where}).`, {
    ...(hint !== undefined && { hint }),
    details: { line, column, ...(partial !== undefined && { partial }) },
  });
}
