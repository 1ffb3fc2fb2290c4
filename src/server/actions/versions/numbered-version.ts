import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';

/** A version with its number; `created` is false when it was there already. */
export interface NumberedVersion {
  readonly id: PromptId;
  readonly digest: Digest;
  readonly number: number;
  readonly created: boolean;
}

/** The versions of a batch by `pinKey`. */
export type Numbers = ReadonlyMap<string, NumberedVersion>;

/** The number of a version of the batch. */
export function numberOf(numbered: Numbers, id: PromptId, digest: Digest): NumberedVersion {
  const found = numbered.get(pinKey(id, digest));
  if (found === undefined) throw new Error(`${id} ${digest} was not numbered`);
  return found;
}
