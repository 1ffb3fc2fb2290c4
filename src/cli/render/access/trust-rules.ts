import { printable } from '../../../base/text/printable.ts';
import type { TrustRuleSummary } from '../../../registry/areas/access.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';
import { grantText } from './grants.ts';

/** Renders which jobs of CI services are trusted with what. */
export function trustRulesText(rules: readonly TrustRuleSummary[], columns: number): string {
  if (rules.length === 0) return 'No job of a CI service is trusted.';
  const rows = rules.map((rule) => [rule.id, printable(rule.issuer), printable(rule.repositoryId), conditionsOf(rule), grantText(rule)]);
  return fittedTable(['ID', 'ISSUER', 'REPOSITORY', 'ON', 'MAY'], rows, columns);
}

function conditionsOf({ ref, jobEnvironment, workflow }: TrustRuleSummary): string {
  const parts = [
    ref,
    ...(jobEnvironment === undefined ? [] : [`environment ${jobEnvironment}`]),
    ...(workflow === undefined ? [] : [workflow]),
  ];
  return printable(parts.join(', '));
}

export function trustRulesJson(rules: readonly TrustRuleSummary[]): string {
  return jsonDocument('promptlane/trust-rules/v1', { rules });
}

export function trustRuleText(rule: TrustRuleSummary, verb: 'Trusts' | 'No longer trusts'): string {
  return `${verb} ${conditionsOf(rule)} of repository ${printable(rule.repositoryId)} with: ${grantText(rule)} (rule ${rule.id})`;
}

export function trustRuleJson(rule: TrustRuleSummary): string {
  return jsonDocument('promptlane/trust-rule/v1', rule);
}
