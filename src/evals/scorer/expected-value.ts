import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import { Unscorable } from './scorer.ts';

const EXPRESSION = /\{\{\s*([^{}]*?)\s*\}\}/g;
const WHOLE = /^\s*\{\{\s*([^{}]*?)\s*\}\}\s*$/;
const PATH = /^[\p{L}_$][\p{L}\p{N}_$-]*(?:\.[\p{L}\p{N}_$-]+)*$/u;

/** Fills in what a case expects; throws Unscorable when the case does not say it. */
export type Fill<Value extends Json> = (evalCase: EvalCase) => Value;

/**
 * Reads an expected value, whose texts may name what the case holds: `{{ expected.category }}`, `{{ inputs.ticket }}`,
 * or an input by its bare name.
 *
 * A text that is one expression keeps the JSON type of what it names; among other text it is written as text.
 * Filled values are never read again: `{{…}}` inside them stays text.
 */
export function expectedValue(template: Json): Fill<Json> {
  if (typeof template === 'string') return expectedText(template);
  if (Array.isArray(template)) {
    const items = template.map(expectedValue);
    return (evalCase) => items.map((fill) => fill(evalCase));
  }
  if (!isJsonObject(template)) return () => template;
  const members = Object.entries(template).map(([key, member]) => [key, expectedValue(member)] as const);
  return (evalCase) => Object.fromEntries(members.map(([key, fill]) => [key, fill(evalCase)]));
}

/** The same for scorers that compare text: what is not text is written as JSON. */
export function expectedString(template: string): Fill<string> {
  if (!template.includes('{{')) return () => template;
  return (evalCase) => template.replace(EXPRESSION, (_, path: string) => asText(lookUp(evalCase, path)));
}

/** What is wrong with the expressions of a template, in words; undefined when they can be read. */
export function templateProblem(template: Json): string | undefined {
  if (typeof template === 'string') {
    const unreadable = [...template.matchAll(EXPRESSION)].find(([, path = '']) => !PATH.test(path));
    return unreadable && `a text whose expressions are names, like {{ expected.category }} (not ${unreadable[0]})`;
  }
  const members = Array.isArray(template) ? template : isJsonObject(template) ? Object.values(template) : [];
  return members.map(templateProblem).find((problem) => problem !== undefined);
}

/** True when a template takes anything from what the case expects. */
export function namesExpected(template: Json): boolean {
  if (typeof template === 'string') return [...template.matchAll(EXPRESSION)].some(([, path = '']) => path.split('.')[0] === 'expected');
  const members = Array.isArray(template) ? template : isJsonObject(template) ? Object.values(template) : [];
  return members.some(namesExpected);
}

function expectedText(template: string): Fill<Json> {
  const path = WHOLE.exec(template)?.[1];
  return path === undefined ? expectedString(template) : (evalCase) => lookUp(evalCase, path);
}

function lookUp(evalCase: EvalCase, path: string): Json {
  const [root = '', ...rest] = path.split('.');
  const start = root === 'expected' ? evalCase.expected : root === 'inputs' ? evalCase.inputs : own(evalCase.inputs, root);
  const found = rest.reduce<Json | undefined>((value, key) => (value === undefined ? undefined : own(value, key)), start);
  if (found === undefined) throw new Unscorable(`the case has no \`${path}\``);
  return found;
}

function own(value: Json, key: string): Json | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? value[Number(key)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
