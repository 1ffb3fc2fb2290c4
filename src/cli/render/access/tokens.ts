import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { IssuedToken, TokenSummary } from '../../../registry/areas/access.ts';
import { jsonDocument } from '../../json.ts';
import { fittedTable } from '../table.ts';
import { grantsText, minuteText } from './grants.ts';

/** Renders tokens; those that have ended only when all are asked for. */
export function tokensText(tokens: readonly TokenSummary[], color: ChalkInstance, columns: number): string {
  if (tokens.length === 0) return 'There are no tokens.';
  const rows = tokens.map((token) => [
    token.id,
    printable(token.name),
    grantsText(token.bindings) + (token.branch === undefined ? '' : ` from ${printable(token.branch)}`),
    minuteText(token.lastUsedAt, 'never'),
    token.revokedAt === undefined ? minuteText(token.expiresAt, 'never') : color.red('revoked'),
  ]);
  return fittedTable(['ID', 'NAME', 'MAY', 'USED', 'ENDS'], rows, columns);
}

export function tokensJson(tokens: readonly TokenSummary[]): string {
  return jsonDocument('promptlane/tokens/v1', { tokens });
}

/** What is said beside a new token. */
export function issuedNote({ id, name, expiresAt }: IssuedToken, color: ChalkInstance): string {
  const ends = expiresAt === undefined ? 'does not end by itself' : `ends ${minuteText(expiresAt, '')}`;
  return `Token ${id} "${printable(name)}" ${ends}. ${color.yellow('It is shown this once: keep it now.')}`;
}

export function issuedJson(issued: IssuedToken): string {
  return jsonDocument('promptlane/token/v1', issued);
}

export function revokedText({ id, name }: TokenSummary): string {
  return `Token ${id} "${printable(name)}" has ended.`;
}

export function revokedJson(token: TokenSummary): string {
  return jsonDocument('promptlane/token-revoked/v1', token);
}
