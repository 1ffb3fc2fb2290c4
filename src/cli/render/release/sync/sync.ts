import type { ChalkInstance } from 'chalk';
import type { Ending } from '../../../../base/exit-code.ts';
import type { SyncOutcome } from '../../../../workflows/release/sync.ts';
import { jsonDocument } from '../../../json.ts';
import { pullDocument, pullEnding, pullText } from './pull.ts';
import { pushDocument, pushEnding, pushText } from './push.ts';

/** Renders both halves. */
export function syncText({ pull, push }: SyncOutcome, color: ChalkInstance): string {
  return [pullText(pull, color), push ? pushText(push, color) : color.dim('Nothing was pushed.')].join('\n');
}

export function syncJson({ pull, push }: SyncOutcome): string {
  return jsonDocument('promptlane/sync/v1', { pull: pullDocument(pull), ...(push && { push: pushDocument(push) }) });
}

/** A refusal of the registry first, then what the pull could not settle. */
export function syncEnding({ pull, push }: SyncOutcome): Ending {
  const pushed = push ? pushEnding(push) : 'ok';
  const pulled = pullEnding(pull);
  return pushed === 'access' || pulled === 'ok' ? pushed : pulled;
}
