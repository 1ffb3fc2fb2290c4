import type { ChalkInstance } from 'chalk';
import type { Json } from '../../../base/json/canonical-json.ts';
import { printableLines } from '../../../base/text/printable.ts';
import type { EnvironmentSummary } from '../../../registry/registry.ts';
import type { PolicyDifference, PolicyPush } from '../../../workflows/govern/policies.ts';
import { jsonDocument } from '../../json.ts';

/** Renders environments in release order with what each asks for. */
export function environmentsText(environments: readonly EnvironmentSummary[], color: ChalkInstance): string {
  return environments
    .map(({ name, revision, policy }) => `${color.bold(name)} ${color.dim(`(revision ${revision})`)}\n${indented(policy as Json, '  ')}`)
    .join('\n');
}

export function environmentsJson(environments: readonly EnvironmentSummary[]): string {
  return jsonDocument('promptlane/environments/v1', { environments });
}

/** Renders how the config's policies differ from those that hold. */
export function differencesText(differences: readonly PolicyDifference[], color: ChalkInstance): string {
  if (differences.length === 0) return `${color.green('✓')} The registry has the policies of the config.`;
  const blocks = differences.map(({ environment, registry, config }) =>
    [
      color.bold(environment),
      registry === undefined ? '' : color.red(indented(registry, '  - ')),
      config === undefined ? '' : color.green(indented(config, '  + ')),
    ]
      .filter((part) => part !== '')
      .join('\n'),
  );
  return blocks.join('\n');
}

export function differencesJson({ differences, pushed }: PolicyPush): string {
  return jsonDocument('promptlane/policies/v1', { pushed, differences });
}

function indented(value: Json, margin: string): string {
  const lines = printableLines(JSON.stringify(value, null, 2)).split('\n');
  return lines.map((line) => `${margin}${line}`).join('\n');
}
