import type { Digest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { Revoked } from '../../registry/areas/reviews.ts';
import type { Registry } from '../../registry/registry.ts';
import type { EnvironmentName } from '../../release/environment.ts';

export interface RevokeRequest {
  readonly prompt: PromptId;
  readonly digest: Digest;
  readonly reason: string;
  /** Also move every environment that pins it to the version before. */
  readonly rollback: boolean;
}

/** A revocation; `pinned` is where the version still is and nobody tried to move it. */
export interface RevokeOutcome extends Revoked {
  readonly left: readonly { readonly environment: EnvironmentName; readonly prompt: PromptId; readonly to: Digest }[];
  /** Where it could not be moved back, and why. */
  readonly stuck: readonly { readonly environment: EnvironmentName; readonly prompt: PromptId; readonly why: string }[];
}

/** Revokes a version, and moves off it. One environment that cannot move back keeps no other from it. */
export async function revoke(
  { rollback, ...version }: RevokeRequest,
  registry: Pick<Registry, 'revoke' | 'rollback'>,
): Promise<RevokeOutcome> {
  const revoked = await registry.revoke(version);
  if (!rollback) return { ...revoked, left: [], stuck: [] };
  const left: RevokeOutcome['left'][number][] = [];
  const stuck: RevokeOutcome['stuck'][number][] = [];
  for (const { environment, prompt } of revoked.pinned) {
    try {
      const { moves } = await registry.rollback(environment, { prompt, reason: `revoked: ${version.reason}`.slice(0, MOST_REASON) });
      left.push(...moves.flatMap(({ to }) => (to === undefined ? [] : [{ environment, prompt, to }])));
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      stuck.push({ environment, prompt, why: error.message });
    }
  }
  return { ...revoked, pinned: [], left, stuck };
}

/** So many characters a registry takes. */
const MOST_REASON = 2000;
