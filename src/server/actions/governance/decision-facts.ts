import { allows } from '../../../access/authorise.ts';
import { globMatches } from '../../../access/glob.ts';
import type { Principal } from '../../../access/principal.ts';
import type { Digest } from '../../../base/digest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { ApprovalFact, PolicyFacts } from '../../../release/policy/facts.ts';
import { readPrincipal } from '../../storage/access/principals.ts';
import { standingDecisions } from '../../storage/governance/reviews.ts';
import type { Database } from '../../storage/tables.ts';

interface Question {
  readonly prompt: PromptId;
  readonly digest: Digest;
  readonly environment: EnvironmentName;
}

export interface DecisionFacts {
  readonly approvals: readonly ApprovalFact[];
  readonly rejections: ReturnType<PolicyFacts['rejections']>;
}

/** What people decided on a version for an environment and did not take back, of those who may still decide. */
export async function decisionFacts(db: Database, project: string, question: Question): Promise<DecisionFacts> {
  const approvals: ApprovalFact[] = [];
  const rejections: { name: string; reason: string }[] = [];
  for (const { kind, actor_id, actor_name, message } of await standingDecisions(db, project, question)) {
    const user = await readPrincipal(db, actor_id);
    if (user === undefined || user.isDisabled || !mayDecide(user, project, question)) continue;
    if (kind === 'approved') approvals.push({ by: actor_id, role: roleOf(user, project, question) });
    if (kind === 'rejected') rejections.push({ name: actor_name, reason: message ?? '' });
  }
  return { approvals, rejections };
}

/** A machine never decides, whatever it was granted: what it approves, nobody has looked at. */
function mayDecide(principal: Principal, project: string, { environment, prompt }: Omit<Question, 'digest'>): boolean {
  return principal.kind === 'user' && allows(principal, 'reviews:decide', { project, environment, prompt });
}

function roleOf({ bindings }: Principal, project: string, { environment, prompt }: Question): ApprovalFact['role'] {
  const isAdmin = bindings.some(
    (binding) =>
      binding.role === 'admin' &&
      globMatches(binding.project, project) &&
      globMatches(binding.environments, environment) &&
      globMatches(binding.prompts, prompt),
  );
  return isAdmin ? 'admin' : 'reviewer';
}
