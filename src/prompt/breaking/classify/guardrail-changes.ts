import { canonicalJson } from '../../../base/json/canonical-json.ts';
import type { ValuePath } from '../../document/yaml/locate.ts';
import { type Guardrail, type PromptId, usesGuardrailSet } from '../../prompt.ts';
import type { PromptVersion } from '../../version.ts';
import { type Found, sides } from '../found.ts';

/**
 * Which answers are held back no longer, and which only now (B207, E510).
 *
 * A set counts as its checks, as they were before where both sides use it: its own change is told once, for all
 * prompts that use it.
 */
export function guardrailChanges(before: PromptVersion, after: PromptVersion): Found[] {
  const place = (check: Guardrail): ValuePath => {
    const index = after.content.guardrails.findIndex(({ uses }) => uses === check.uses);
    return index < 0 ? ['guardrails'] : ['guardrails', index];
  };
  return checkChanges(checksOf(before, before), checksOf(after, before), place);
}

function checksOf({ content, guardrailSets }: PromptVersion, before: PromptVersion): Guardrail[] {
  return content.guardrails.flatMap((guardrail) => {
    if (!usesGuardrailSet(guardrail)) return [guardrail];
    const id = guardrail.uses as PromptId;
    return [...((before.guardrailSets.get(id) ?? guardrailSets.get(id))?.content.checks ?? [])];
  });
}

/** Compares two lists of checks; their order says nothing. */
export function checkChanges(before: readonly Guardrail[], after: readonly Guardrail[], place: (check: Guardrail) => ValuePath): Found[] {
  const [old, young] = [byMeaning(before), byMeaning(after)];
  const removed = [...old].filter(([key]) => !young.has(key)).map(([, check]) => check);
  const added = [...young].filter(([key]) => !old.has(key)).map(([, check]) => check);
  const pairs = removed.flatMap((check) => {
    const others = added.filter(({ uses }) => uses === check.uses);
    const isOnly = others.length === 1 && removed.filter(({ uses }) => uses === check.uses).length === 1;
    return isOnly ? others.map((other): [Guardrail, Guardrail] => [check, other]) : [];
  });
  const paired = new Set(pairs.flat());
  return [
    ...pairs.map(([from, to]) => checkChanged(from, to, place(to))),
    ...removed.filter((check) => !paired.has(check)).map((check) => checkRemoved(check, place(check))),
    ...added.filter((check) => !paired.has(check)).map((check) => checkAdded(check, place(check))),
  ];
}

function byMeaning(checks: readonly Guardrail[]): ReadonlyMap<string, Guardrail> {
  return new Map(checks.map((check) => [canonicalJson(check), check]));
}

function checkRemoved(check: Guardrail, path: ValuePath): Found {
  return { rule: 'B207', path, message: `The guardrail ${shown(check)} is gone.`, ...sides(check, undefined) };
}

function checkAdded(check: Guardrail, path: ValuePath): Found {
  return { rule: 'E510', path, message: `The guardrail ${shown(check)} is new.`, ...sides(undefined, check) };
}

function checkChanged(from: Guardrail, to: Guardrail, path: ValuePath): Found {
  const isStricter = asksForMore(from, to);
  const message = `The guardrail ${shown(from)} is now ${shown(to)}${isStricter ? '' : ', which lets answers through that it held back'}.`;
  return { rule: isStricter ? 'E510' : 'B207', path, message, ...sides(from, to) };
}

/** Whether every answer that passes the later check passes the earlier one. */
function asksForMore({ value: before, ...from }: Guardrail, { value: after }: Guardrail): boolean {
  if (typeof before === 'number' && typeof after === 'number') return from.uses === 'max-length' ? after <= before : after >= before;
  if (!Array.isArray(before) || !Array.isArray(after)) return false;
  const [old, young] = [before.map(String), after.map(String)];
  const asksEach = from.uses === 'contains-all' || from.uses === 'not-contains-any';
  return asksEach ? old.every((text) => young.includes(text)) : young.every((text) => old.includes(text));
}

function shown({ uses, ...parameters }: Guardrail): string {
  const values = Object.values(parameters).map((value) => JSON.stringify(value));
  const text = [uses, ...values].join(' ');
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
