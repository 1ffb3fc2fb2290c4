import type { PathValue, TemplatePart, Test, Value } from './template-part.ts';

/** The variables that a template reads from outside, in the order of their first use. */
export function templateVariables(parts: readonly TemplatePart[]): string[] {
  const found = new Set<string>();
  walkParts(parts, new Set(), found);
  return [...found];
}

function walkParts(parts: readonly TemplatePart[], bound: Set<string>, found: Set<string>): void {
  const value = (one: Value): void => walkValue(one, bound, found);
  for (const part of parts) {
    if (part.kind === 'output') value(part.value);
    if (part.kind === 'partial') for (const [, argument] of part.args) value(argument);
    if (part.kind === 'assign') {
      value(part.value);
      bound.add(part.name);
    }
    if (part.kind === 'if') {
      for (const { test, body } of part.branches) {
        walkTest(test, value);
        walkParts(body, bound, found);
      }
      walkParts(part.otherwise, bound, found);
    }
    if (part.kind === 'for') {
      for (const one of part.list.kind === 'range' ? [part.list.first, part.list.last] : [part.list]) value(one);
      walkParts(part.body, new Set([...bound, part.name]), found);
      walkParts(part.otherwise, bound, found);
    }
  }
}

function walkTest(test: Test, value: (one: Value) => void): void {
  if (test.kind === 'true') value(test.value);
  else if (test.kind === 'compare') [test.left, test.right].forEach(value);
  else if (test.kind === 'not') walkTest(test.test, value);
  else for (const inner of test.tests) walkTest(inner, value);
}

function walkValue(value: Value, bound: ReadonlySet<string>, found: Set<string>): void {
  if (value.kind === 'path') walkPath(value, bound, found);
  if (value.kind === 'filtered') for (const inner of [value.input, ...value.args]) walkValue(inner, bound, found);
}

function walkPath({ root, members }: PathValue, bound: ReadonlySet<string>, found: Set<string>): void {
  if (!bound.has(root)) found.add(root);
  for (const member of members) if (typeof member === 'object') walkPath(member, bound, found);
}
