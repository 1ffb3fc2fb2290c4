import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { jsonDocument } from '../../json.ts';
import { table } from '../table.ts';

/** A judge prompt that ships, as the file that a copy of it would be. */
interface ShippedJudge {
  readonly name: string;
  readonly digest: Digest;
  readonly text: string;
}

/** Lists the judge prompts that ship. */
export function readyJudgesText(judges: readonly ShippedJudge[], color: ChalkInstance): string {
  return table(judges.map(({ name, digest, text }) => [name, color.dim(shortDigest(digest)), aboutOf(text)]));
}

/** The same as data, with the text of each. */
export function readyJudgesJson(judges: readonly ShippedJudge[]): string {
  return jsonDocument('promptlane/judges/v1', { judges });
}

function aboutOf(text: string): string {
  return /^description: (.*)$/m.exec(text)?.[1] ?? '';
}
