import type { PathValue, TemplatePart, Test, Value } from './template-part.ts';

/** The variables that a partial reads, by its id. */
type ReadByPartial = (id: string) => readonly string[];

/** The variables that a template reads from outside, itself or in partials that are not given them, in the order of their first use. */
export function templateVariables(parts: readonly TemplatePart[], readBy: ReadByPartial = () => []): string[] {
  const found = new Set<string>();
  walkParts(parts, new Set(), found, readBy);
  return [...found];
}

function walkParts(parts: readonly TemplatePart[], bound: Set<string>, found: Set<string>, readBy: ReadByPartial): void {
  for (const part of parts) {
    for (const value of valuesOf(part)) walkValue(value, bound, found);
    if (part.kind === 'partial') for (const name of notGiven(part, readBy)) found.add(name);
    if (part.kind === 'assign') bound.add(part.name);
    if (part.kind === 'if')
      for (const body of [...part.branches.map((branch) => branch.body), part.otherwise]) walkParts(body, bound, found, readBy);
    if (part.kind === 'for') {
      walkParts(part.body, new Set([...bound, part.name]), found, readBy);
      walkParts(part.otherwise, bound, found, readBy);
    }
  }
}

/** A partial looks up what it is not given among the variables of the prompt; names that are bound around it do not reach it. */
function notGiven({ id, args }: Extract<TemplatePart, { kind: 'partial' }>, readBy: ReadByPartial): readonly string[] {
  return readBy(id).filter((variable) => !args.some(([name]) => name === variable));
}

/** The values that a part itself uses, without those inside it. */
function valuesOf(part: TemplatePart): readonly Value[] {
  switch (part.kind) {
    case 'output':
    case 'assign':
      return [part.value];
    case 'partial':
      return part.args.map(([, value]) => value);
    case 'if': {
      const values: Value[] = [];
      for (const { test } of part.branches) walkTest(test, (value) => values.push(value));
      return values;
    }
    case 'for':
      return part.list.kind === 'range' ? [part.list.first, part.list.last] : [part.list];
    default:
      return [];
  }
}

function walkTest(test: Test, value: (one: Value) => unknown): void {
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
