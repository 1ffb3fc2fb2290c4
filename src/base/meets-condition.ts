import type { Comparison, Condition, Scalar } from './condition.ts';

/**
 * Whether some attributes are what a condition asks for.
 *
 * Answers for any attributes and never throws. Types count: the text "18" is not the number 18 and compares
 * with none. An attribute that is missing, null or undefined is not given.
 */
export function meetsCondition(condition: Condition, attributes: Readonly<Record<string, Scalar | null | undefined>>): boolean {
  return Object.entries(condition).every(([name, asked]) => {
    const given = Object.hasOwn(attributes, name) ? (attributes[name] ?? undefined) : undefined;
    return typeof asked === 'object' ? compares(asked, given) : given === asked;
  });
}

function compares(asked: Comparison, given: Scalar | undefined): boolean {
  return Object.entries(asked).every(([name, than]) => {
    if (than === undefined) return true;
    // Asked for by a newer version of this code: what we cannot judge does not hold.
    if (!Object.hasOwn(COMPARISONS, name)) return false;
    return (COMPARISONS as Record<string, (given: Scalar | undefined, than: unknown) => boolean>)[name]?.(given, than) ?? false;
  });
}

const COMPARISONS: { [Name in keyof Comparison]-?: (given: Scalar | undefined, than: NonNullable<Comparison[Name]>) => boolean } = {
  is: (given, than) => given === than,
  not: (given, than) => given !== than,
  in: (given, than) => given !== undefined && than.includes(given),
  notIn: (given, than) => given === undefined || !than.includes(given),
  gt: (given, than) => typeof given === 'number' && given > than,
  gte: (given, than) => typeof given === 'number' && given >= than,
  lt: (given, than) => typeof given === 'number' && given < than,
  lte: (given, than) => typeof given === 'number' && given <= than,
  startsWith: (given, than) => typeof given === 'string' && given.startsWith(than),
  endsWith: (given, than) => typeof given === 'string' && given.endsWith(than),
};
