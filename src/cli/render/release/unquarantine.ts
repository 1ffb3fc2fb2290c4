import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import type { UnquarantineOutcome } from '../../../workflows/release/moves/unquarantine.ts';
import { jsonDocument } from '../../json.ts';

/** Renders the end of a quarantine. */
export function unquarantineText({ environment, prompt, digest }: UnquarantineOutcome, color: ChalkInstance): string {
  return `${color.green('✓')} ${prompt} ${shortDigest(digest)} may be pinned in ${environment} again. No pin moved.`;
}

export function unquarantineJson(outcome: UnquarantineOutcome): string {
  return jsonDocument('promptlane/unquarantine/v1', outcome);
}
