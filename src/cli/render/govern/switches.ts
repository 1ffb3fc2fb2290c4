import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/text/printable.ts';
import type { KillSwitch } from '../../../registry/areas/reviews.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { RevokeOutcome } from '../../../workflows/govern/revoke.ts';
import { jsonDocument } from '../../json.ts';

type Switched = KillSwitch & { readonly environment: EnvironmentName; readonly killed: boolean };

/** `pull` never takes over pins of the first environment: the next push would bring the tree's version back. */
const LOCKFILE_LEFT =
  '  Git still asks for it: mend the prompt in the tree, lock and push; `promptlane pull` takes the later environments over.';

/** Renders a revocation: where the version still is, and how to leave it. */
export function revokedText({ prompt, digest, reason, pinned, left, stuck }: RevokeOutcome, color: ChalkInstance): string {
  const still = pinned.map(
    (pin) => `  still pinned in ${pin.environment}: \`promptlane rollback ${pin.prompt} --env ${pin.environment} --reason …\``,
  );
  const kept = stuck.flatMap((pin) => [
    `  still pinned in ${pin.environment}: ${printable(pin.why)}`,
    `    \`promptlane kill ${pin.prompt} --env ${pin.environment} --reason …\` stops its use until another version is applied.`,
  ]);
  return [
    `${color.green('✓')} ${prompt} ${shortDigest(digest)} is revoked: ${printable(reason)}`,
    ...left.map((pin) => `  ${pin.environment} is back at ${pin.prompt} ${shortDigest(pin.to)}`),
    ...(left.length === 0 ? [] : [LOCKFILE_LEFT]),
    ...[...still, ...kept].map((line) => color.yellow(line)),
  ].join('\n');
}

export function revokedJson(revoked: RevokeOutcome): string {
  return jsonDocument('promptlane/revocation/v1', revoked);
}

/** Renders a kill switch. */
export function switchedText({ prompt, environment, killed, reason, by }: Switched, color: ChalkInstance): string {
  if (killed)
    return `${color.green('✓')} ${prompt} is killed in ${environment}: ${printable(reason)} ${color.dim(`(by ${printable(by.name)})`)}`;
  return `${color.green('✓')} ${prompt} is alive in ${environment} again. ${color.dim(`It was killed for: ${printable(reason)}`)}`;
}

export function switchedJson(switched: Switched): string {
  return jsonDocument('promptlane/kill-switch/v1', switched);
}
