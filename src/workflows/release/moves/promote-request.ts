import { Failure } from '../../../base/failure.ts';
import { parsePromptId } from '../../../prompt/reference.ts';
import { type Environments, environmentBefore, environmentNamed } from '../environments.ts';
import type { PromoteRequest } from './promote.ts';

/** What a user asks of `promote`, as text. */
export interface AskedPromotion {
  readonly prompts: readonly string[];
  readonly all: boolean;
  readonly to: string;
  readonly from?: string;
  readonly lockOnly: boolean;
  readonly message?: string;
  readonly breakGlass?: { readonly reason: string };
}

/** Checks what was asked against the environments of the project. @throws Failure `usage-invalid`, `environment-unknown` */
export function promoteRequest(
  { prompts, all, to, from, lockOnly, message, breakGlass }: AskedPromotion,
  environments: Environments,
): PromoteRequest {
  if (all === prompts.length > 0) {
    throw new Failure('usage-invalid', all ? '`--all` and prompt ids exclude each other.' : 'No prompt is named.', {
      hint: 'Name prompts, or promote everything with `--all`.',
    });
  }
  if (lockOnly && breakGlass) {
    throw new Failure('usage-invalid', '`--lock-only` moves nothing, so `--break-glass` has nothing to break.', {
      hint: 'Break the glass where the registry is moved: `promptlane apply --break-glass`.',
    });
  }
  const target = environmentNamed(environments, to);
  const source = from === undefined ? environmentBefore(environments, target) : environmentNamed(environments, from);
  if (source === target) throw new Failure('usage-invalid', `${target} cannot be promoted to itself.`);
  const ids = prompts.map((id) => parsePromptId(id, 'Promote moves pins: name prompts by their ids alone.'));
  return {
    to: target,
    from: source,
    prompts: all ? 'all' : ids,
    lockOnly,
    ...(message !== undefined && { message }),
    ...(breakGlass && { breakGlass }),
  };
}
