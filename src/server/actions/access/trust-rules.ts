import { randomBytes } from 'node:crypto';
import { Failure } from '../../../base/failure.ts';
import type { addTrustRule as addEndpoint, listTrustRules } from '../../../protocol/access/trust-rules.ts';
import type { BodyOf, ReplyOf } from '../../../protocol/endpoint.ts';
import type { Access } from '../../auth/access.ts';
import { newPrincipalId } from '../../auth/token-keeper.ts';
import { addPrincipal, setDisabled } from '../../storage/access/principals.ts';
import { endToken, tokensOf } from '../../storage/access/tokens.ts';
import { removeTrustRule as drop, readTrustRules, type StoredTrustRule, addTrustRule as store } from '../../storage/access/trust-rules.ts';
import { type Call, recordAct } from '../call.ts';
import { bindingOf, requireMayGrant } from './members.ts';

export type TrustRuleSummary = ReplyOf<typeof listTrustRules>['rules'][number];

/** Which jobs the project trusts. */
export async function trustRulesOf({ db, project }: Call): Promise<ReplyOf<typeof listTrustRules>> {
  return { rules: (await readTrustRules(db, project)).map(summaryOf) };
}

/** Trusts the jobs of a repository and ref with a role. @throws Failure `grant-exceeded` */
export async function addTrustRule(call: Call, wanted: BodyOf<typeof addEndpoint>): Promise<TrustRuleSummary> {
  const binding = bindingOf(call, wanted);
  requireMayGrant(call.principal, 'tokens:manage', binding);
  const principal = {
    id: newPrincipalId('machine'),
    name: `CI of repository ${wanted.repositoryId}`,
    kind: 'machine',
    bindings: [binding],
  } as const;
  const rule: StoredTrustRule = {
    ...wanted,
    ...binding,
    id: randomBytes(6).toString('hex'),
    principal: principal.id,
    createdAt: call.time,
    creator: call.principal.name,
  };
  await call.db.transaction().execute(async (transaction) => {
    await addPrincipal(transaction, principal);
    await store(transaction, rule);
    await recordAct(transaction, call, {
      target: `trust rule ${rule.id}`,
      before: null,
      after: summaryOf(rule) as never,
      verdict: 'added',
    });
  });
  return summaryOf(rule);
}

/** Trusts those jobs no more; what they hold ends. @throws Failure `not-found`, `grant-exceeded` */
export async function removeTrustRule(call: Call, id: string, { revoked }: Access): Promise<TrustRuleSummary> {
  const rule = (await readTrustRules(call.db, call.project)).find((each) => each.id === id);
  if (rule === undefined) throw new Failure('not-found', `There is no trust rule ${id}.`, { hint: 'See `promptlane trust ls`.' });
  requireMayGrant(call.principal, 'tokens:manage', rule);
  await call.db.transaction().execute(async (transaction) => {
    await drop(transaction, call.project, id);
    await setDisabled(transaction, rule.principal, call.time);
    for (const token of await tokensOf(transaction, rule.principal)) await endToken(transaction, token.id, call.time);
    await recordAct(transaction, call, { target: `trust rule ${id}`, before: summaryOf(rule) as never, after: null, verdict: 'removed' });
  });
  revoked.ring();
  return summaryOf(rule);
}

function summaryOf({ principal: _, creator, ...rule }: StoredTrustRule): TrustRuleSummary {
  return { ...rule, createdBy: creator };
}
