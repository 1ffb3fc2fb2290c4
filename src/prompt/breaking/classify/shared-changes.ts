import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { ValuePath } from '../../document/yaml/locate.ts';
import type { GuardrailSetContent, PartialContent, PromptId } from '../../prompt.ts';
import type { PromptVersion } from '../../version.ts';
import type { Found } from '../found.ts';
import { sides } from '../found.ts';
import { checkChanges } from './guardrail-changes.ts';

/** A change of a text or a list of checks that several prompts share. */
export interface SharedFound extends Found {
  /** The partial or guardrail set. */
  readonly shared: PromptId;
  readonly dependents: readonly PromptId[];
}

/** Changes of partials and guardrail sets, each told once with all prompts that it reaches (E506, B403, B207, E510). */
export function sharedChanges(pairs: readonly (readonly [PromptVersion, PromptVersion])[]): SharedFound[] {
  const partials = pairs.flatMap(([before, after]) =>
    [...after.partials].flatMap(([id, { content }]) => changeOf(id, after.id, before.partials.get(id)?.content, content, partialFound)),
  );
  const sets = pairs.flatMap(([before, after]) =>
    [...after.guardrailSets].flatMap(([id, { content }]) =>
      changeOf(id, after.id, before.guardrailSets.get(id)?.content, content, setFound),
    ),
  );
  return together([...partials, ...sets]);
}

function changeOf<Content>(
  shared: PromptId,
  dependent: PromptId,
  before: Content | undefined,
  after: Content,
  found: (id: PromptId, before: Content, after: Content) => Found[],
): SharedFound[] {
  return before === undefined ? [] : found(shared, before, after).map((one) => ({ ...one, shared, dependents: [dependent] }));
}

function partialFound(id: PromptId, before: PartialContent, after: PartialContent): Found[] {
  const message = `The template language of the partial ${id} is now ${after.template}, not ${before.template}.`;
  return [
    ...(before.template === after.template
      ? []
      : [{ rule: 'B403' as const, path: ['template'], message, ...sides(before.template, after.template) }]),
    ...(before.text === after.text ? [] : [{ rule: 'E506' as const, path: [], message: `The partial ${id} has changed.` }]),
  ];
}

function setFound(id: PromptId, before: GuardrailSetContent, after: GuardrailSetContent): Found[] {
  const place = ({ uses }: { uses: string }): ValuePath => {
    const index = after.checks.findIndex((check) => check.uses === uses);
    return index < 0 ? ['checks'] : ['checks', index];
  };
  return checkChanges(before.checks, after.checks, place).map((found) => ({
    ...found,
    message: `${found.message.slice(0, -1)} in ${id}.`,
  }));
}

/** Pins of several times may hold several versions of one partial: what reads the same is one change. */
function together(changes: readonly SharedFound[]): SharedFound[] {
  const groups = new Map<string, SharedFound>();
  for (const change of changes) {
    const key = JSON.stringify([change.shared, change.rule, change.message]);
    const known = groups.get(key);
    const dependents = [...new Set([...(known?.dependents ?? []), ...change.dependents])].sort(byCodePoint);
    groups.set(key, { ...change, dependents });
  }
  return [...groups.values()];
}
