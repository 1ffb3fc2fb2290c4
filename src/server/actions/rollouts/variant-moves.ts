import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Move } from '../../../release/plan.ts';
import type { RolloutDefinition } from '../../../release/rollout/rollout-definition.ts';

/** What policy is asked of variants: that each took the place of the pin. Control is pinned already. */
export function variantMoves(
  prompt: PromptId,
  from: Digest | undefined,
  variants: RolloutDefinition['variants'],
): (Move & { readonly to: Digest })[] {
  return variants
    .filter(({ id }) => id !== 'control')
    .map(({ version }) => ({ prompt, ...(from !== undefined && { from }), to: version as Digest }));
}
