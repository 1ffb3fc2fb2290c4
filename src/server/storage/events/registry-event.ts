import type { Json } from '../../../base/json/canonical-json.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';

/** What can be waited for. A client ignores kinds that it does not know. */
export const EVENT_KINDS = [
  'pins.moved',
  'environments.changed',
  'policy.changed',
  'policy.overridden',
  'review.requested',
  'review.decided',
  'version.revoked',
  'evidence.added',
  'draft.opened',
  'draft.closed',
  'rollout.changed',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** Something that happened in a project. */
export interface RegistryEvent {
  /** 1, 2, 3 … per project, without gaps: what a client names to hear what it missed. */
  readonly seq: number;
  readonly time: number;
  readonly kind: EventKind;
  /** Absent: not of one environment. */
  readonly environment?: EnvironmentName;
  /** Absent: not of one prompt. */
  readonly prompt?: PromptId;
  readonly data: Json;
}
