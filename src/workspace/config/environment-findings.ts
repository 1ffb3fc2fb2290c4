import { didYouMean } from '../../base/text/suggest.ts';
import { type ConfigFinding, unknownKey } from './config-findings.ts';
import type { ConfigFile } from './config-schema.ts';

type Environments = NonNullable<ConfigFile['environments']>;

const POLICY_MEMBERS = ['after', 'within', 'require', 'when', 'freeze', 'inconclusive'];

/** What the shape of the environments cannot say: `after` names an earlier one, and which policy members are unknown here. */
export function environmentFindings(environments: Environments, names: readonly string[]): ConfigFinding[] {
  if (names.length === 0) return [problem([], '"environments" must name at least one.')];
  return names.flatMap((name, index) => [
    ...afterFindings(name, environments[name]?.after, names, index),
    ...memberFindings(name, environments[name]),
  ]);
}

/** Levels of an environment that is not there would hold for nothing, without a word. */
export function levelFindings(breaking: ConfigFile['breaking'], names: readonly string[]): ConfigFinding[] {
  const unknown = Object.keys(breaking?.environments ?? {}).filter((name) => !names.includes(name));
  return unknown.map((name) => ({
    path: ['breaking', 'environments', name],
    onKey: true,
    rule: 'config-environments',
    severity: 'error',
    message: `"breaking.environments" sets levels for "${name}", which is not an environment.${didYouMean(name, names)}`,
  }));
}

function afterFindings(name: string, after: string | undefined, names: readonly string[], index: number): ConfigFinding[] {
  if (after === undefined) return [];
  const position = names.indexOf(after);
  if (position === -1)
    return [problem([name, 'after'], `"${name}" comes after "${after}", which is not an environment.${didYouMean(after, names)}`)];
  if (position >= index) return [problem([name, 'after'], `"${name}" comes after "${after}", so "${after}" must stand above it.`)];
  return [];
}

/** Kept, because the registry decides; flagged, because a misspelt requirement makes it refuse every move. */
function memberFindings(name: string, policy: Environments[string] | undefined): ConfigFinding[] {
  const unknown = Object.keys(policy ?? {}).filter((member) => !POLICY_MEMBERS.includes(member));
  return unknown.map((member) => unknownKey(['environments', name], member, POLICY_MEMBERS, 'warning'));
}

function problem(path: readonly string[], message: string): ConfigFinding {
  return { path: ['environments', ...path], onKey: false, rule: 'config-environments', severity: 'error', message };
}
