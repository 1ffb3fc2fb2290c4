import type { ChalkInstance } from 'chalk';
import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import { printable, printableLines } from '../../../base/text/printable.ts';
import type { EnvironmentSummary } from '../../../registry/registry.ts';
import type { PolicyDifference, PolicyPush } from '../../../workflows/govern/policies.ts';
import { jsonDocument } from '../../json.ts';

/** Renders environments in release order with what each asks for. */
export function environmentsText(environments: readonly EnvironmentSummary[], color: ChalkInstance): string {
  return environments
    .map(({ name, revision, policy }) => `${color.bold(name)} ${color.dim(`(revision ${revision})`)}\n${indented(policy as Json, '  ')}`)
    .join('\n');
}

/** Renders environments in release order, one per line: where each is, what comes before it, and what it asks for. */
export function environmentsTable(environments: readonly EnvironmentSummary[], color: ChalkInstance): string {
  const width = Math.max(0, ...environments.map(({ name }) => name.length));
  const revisions = environments.map(({ revision }) => `revision ${revision}`);
  const second = Math.max(0, ...revisions.map((revision) => revision.length));
  return environments
    .map(({ name, policy }, index) =>
      `${color.bold(name.padEnd(width))}  ${color.dim((revisions[index] ?? '').padEnd(second))}  ${asksText(policy)}`.trimEnd(),
    )
    .join('\n');
}

function asksText({ after, ...policy }: EnvironmentSummary['policy']): string {
  const { require = {}, ...rest } = policy as Readonly<Record<string, Json>>;
  const asked = [...(isJsonObject(require) ? Object.keys(require) : ['require']), ...Object.keys(rest)].map(printable);
  return [
    ...(after === undefined ? [] : [`after ${printable(String(after))}`]),
    ...(asked.length > 0 ? [`asks for ${asked.join(', ')}`] : []),
  ].join(', ');
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
