import { meetsCondition } from '../../base/meets-condition.ts';
import { bucketOf } from './bucket.ts';
import type { AssignmentReason, CallContext } from './call-context.ts';
import type { Assignment, ServedRollout } from './served-rollout.ts';

/**
 * What one call gets of a rollout: the same everywhere, whenever it is asked, and without a request.
 *
 * Decided in this order: the first rule that holds, the holdout, the exclusive range, the draw. The kill
 * switch comes before and is the caller's.
 */
export function assign(rollout: ServedRollout, context: CallContext): Assignment {
  const rule = rollout.rules?.find((one) => meetsCondition(one.if, context));
  const unit = unitOf(rollout, context);
  if (rule) return { ...served(rollout, rule.serve, 'rule'), ...(unit === undefined ? {} : { unit }) };
  if (unit === undefined) return served(rollout, 'control', 'no-unit');
  if (isHeldOut(rollout, unit)) return { ...served(rollout, 'control', 'holdout'), unit };
  if (!isInRange(rollout, unit)) return { ...served(rollout, 'control', 'exclusive'), unit };
  return { ...drawn(rollout, unit), unit };
}

/** The first of its attributes that is given and not empty. Numbers and truth values are drawn as they are written. */
function unitOf({ unit }: ServedRollout, context: CallContext): string | undefined {
  for (const attribute of unit) {
    const given = Object.hasOwn(context, attribute) ? context[attribute] : undefined;
    if (given !== undefined && given !== null && given !== '') return String(given);
  }
  return undefined;
}

/** Does not depend on the rollout, so that all that have this holdout leave the same units alone. */
function isHeldOut({ holdout }: ServedRollout, unit: string): boolean {
  return holdout !== undefined && bucketOf(`holdout:${holdout.name}`, unit) < holdout.share;
}

/** Does not depend on the rollout either, so that ranges of one group that are apart never share a unit. */
function isInRange({ exclusive }: ServedRollout, unit: string): boolean {
  if (exclusive === undefined) return true;
  const [from, to] = exclusive.range;
  const place = bucketOf(`exclusive:${exclusive.group}`, unit);
  return place >= from && place < to;
}

/** Each variant has a part of all units, as large as its weight, and uses it from the start as far as the coverage goes. */
function drawn(rollout: ServedRollout, unit: string): Assignment {
  const place = bucketOf(rollout.seed, unit);
  const total = rollout.variants.reduce((sum, { weight }) => sum + weight, 0);
  let start = 0;
  for (const { id, weight } of rollout.variants) {
    const size = weight / total;
    if (place < start + size) return drawnInPart(rollout, id, (share) => place < start + size * share);
    start += size;
  }
  return served(rollout, 'control', 'uncovered');
}

/**
 * What a unit in the part of a variant gets, and whether it counts.
 *
 * Only an experiment has a control that is drawn. Elsewhere the end of each part, as large as what the variant
 * covers of its start, is what the variant is compared with; past a coverage of a half both shrink alike. So
 * what is compared splits by the weights at any step, and no compared unit ever changes sides: a mean over
 * several steps does not mix up the variant with the days on which it got more.
 */
function drawnInPart(rollout: ServedRollout, id: string, isInFirst: (share: number) => boolean): Assignment {
  const { mode, coverage } = rollout;
  const covered = isInFirst(coverage);
  if (mode === 'experiment') return covered ? served(rollout, id, 'draw', true) : served(rollout, 'control', 'uncovered');
  const compared = Math.min(coverage, 1 - coverage);
  if (covered) return served(rollout, id, 'draw', isInFirst(compared));
  return isInFirst(1 - compared) ? served(rollout, 'control', 'uncovered') : served(rollout, 'control', 'draw', true);
}

function served(rollout: ServedRollout, id: string, reason: AssignmentReason, compared = false): Assignment {
  const version = rollout.variants.find((variant) => variant.id === id)?.version;
  // A rule that serves what is not there is refused when the file is read.
  if (version === undefined) return { variant: 'control', version: rollout.control, reason, compared };
  return { variant: id, version, reason, compared };
}
