import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import type { Refusal } from '../../plan.ts';
import type { Candidate } from '../candidate.ts';
import type { ApprovalFact } from '../facts.ts';
import type { ApprovalRequirement, Requirements } from '../policy.ts';
import { isMeant } from '../requirements.ts';

/** Whether enough people approved exactly this version, and nobody who may approve said no. */
export function approvalRefusals(candidate: Candidate, { approvals = [] }: Requirements): Refusal[] {
  const asked = approvals.filter(({ prompts }) => isMeant(candidate.move.prompt, prompts));
  if (asked.length === 0) return [];
  return [...rejectionRefusals(candidate), ...asked.flatMap((requirement) => missingApprovals(candidate, requirement))];
}

function rejectionRefusals({ environment, move: { prompt, to }, facts, shown }: Candidate): Refusal[] {
  return facts.rejections(prompt, to).map(({ name, reason }) => ({
    code: 'rejected',
    prompt,
    message: `${name} rejected ${shown} for ${environment}: ${reason}`,
    satisfy: `Bring a version that ${name} has nothing against, or have ${name} take it back with \`promptlane review withdraw\`.`,
  }));
}

function missingApprovals(
  { environment, move: { prompt, to }, version, facts, shown }: Candidate,
  requirement: ApprovalRequirement,
): Refusal[] {
  const { role, notBy } = requirement;
  // Who wrote it may be among the approvers when nobody knows who wrote it: one more makes sure that another looked.
  const isUnknown = version.authors.length === 0 && notBy.includes('author');
  const needed = requirement.count + (isUnknown ? 1 : 0);
  const barred = new Set([...(notBy.includes('author') ? version.authors : []), ...(notBy.includes('promoter') ? [facts.promoter] : [])]);
  const given = facts.approvals(prompt, to).filter((approval) => hasRole(approval, role));
  const approvers = new Set(given.map(({ by }) => by).filter((by) => !barred.has(by)));
  if (approvers.size >= needed) return [];
  const own = new Set(given.map(({ by }) => by)).size - approvers.size;
  const notes = [
    ...(isUnknown ? ['one more than usual, because nobody knows who wrote it'] : []),
    ...(own > 0 ? [`${counted(own, 'approval')} of its author or promoter ${own === 1 ? 'does' : 'do'} not count`] : []),
  ];
  const message = `${shown} has ${approvers.size} of ${counted(needed, 'approval')} by ${role === 'admin' ? 'an admin' : 'a reviewer'} for ${environment}`;
  return [
    {
      code: 'approval-missing',
      prompt,
      message: notes.length === 0 ? `${message}.` : `${message} (${notes.join('; ')}).`,
      satisfy: `Ask for it with \`promptlane review request ${prompt}@${shortDigest(to)} --env ${environment}\`.`,
    },
  ];
}

function hasRole(approval: ApprovalFact, role: ApprovalRequirement['role']): boolean {
  return role === 'reviewer' || approval.role === 'admin';
}
