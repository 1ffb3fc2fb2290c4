import type { Scalar } from 'yaml';
import type { Said, SourceText, Span } from '../source-text.ts';
import { spanOf } from './span-of.ts';

/** Half of a character: JSON and UTF-8 cannot say it. */
export const LONE_SURROGATE = /\p{Surrogate}/u;

interface ScalarFinding {
  readonly at: Span;
  readonly said: Said;
}

/** What is wrong with a single value: numbers that JSON cannot hold, texts that are not what they look like. */
export function scalarFindings(source: SourceText, node: Scalar): ScalarFinding[] {
  const { value } = node;
  if (typeof value === 'number') return numberFindings(node, value);
  return typeof value === 'string' ? [...brokenText(node, value), ...cutText(source, node, value)] : [];
}

function numberFindings(node: Scalar, value: number): ScalarFinding[] {
  const text = node.source ?? String(value);
  const isInteger = /^[-+]?(?:\d+|0x[\da-f]+|0o[0-7]+)$/i.test(text);
  if (Number.isFinite(value) && (!isInteger || Number.isSafeInteger(value))) return [];
  const message = isInteger ? `${text} is beyond 2^53, where numbers lose digits.` : `${text} is not a finite number.`;
  const said: Said = { rule: 'yaml-number', message, hint: 'Put it in quotes if it is a text.' };
  // So many digits name something; nobody counts that far.
  const fix = { title: 'Put it in quotes', ...spanOf(node), text: `"${text}"` };
  return [{ at: spanOf(node), said: isInteger && node.range?.[0] !== node.range?.[1] ? { ...said, fix } : said }];
}

function brokenText(node: Scalar, value: string): ScalarFinding[] {
  if (!LONE_SURROGATE.test(value)) return [];
  const message = 'The text holds half of a surrogate pair, which is no character.';
  return [{ at: spanOf(node), said: { rule: 'yaml-lone-surrogate', message, hint: 'Write the whole character.' } }];
}

/** `use #tag` means `use` to YAML. A real comment has a space after its `#`. */
function cutText(source: SourceText, node: Scalar, value: string): ScalarFinding[] {
  if (node.type !== 'PLAIN' || !node.range) return [];
  const [start, end, nodeEnd] = node.range;
  const rest = /^[ \t]+#[^\s#!].*/.exec(source.text.slice(end, nodeEnd))?.[0].trimEnd();
  if (rest === undefined) return [];
  const cut = { start: end + rest.indexOf('#'), end: end + rest.length };
  const whole = `'${`${value}${rest}`.replaceAll("'", "''")}'`;
  const said: Said = {
    rule: 'yaml-cut-text',
    severity: 'warning',
    message: `YAML cuts the text at ${rest.trim().slice(0, 40)} and takes the rest for a comment.`,
    hint: 'Put the text in quotes; if it is a comment, put a space after the `#`.',
    fix: { title: 'Put the text in quotes', start, end: cut.end, text: whole },
  };
  return [{ at: cut, said }];
}
