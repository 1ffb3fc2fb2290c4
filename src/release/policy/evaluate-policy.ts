import { shortDigest } from '../../base/digest.ts';
import { durationText } from '../../base/duration.ts';
import type { EnvironmentDefinition, EnvironmentName } from '../environment.ts';
import type { Move, Refusal } from '../plan.ts';
import type { Candidate } from './candidate.ts';
import type { PolicyFacts } from './facts.ts';
import { frozenUntil } from './freeze/freeze.ts';
import { type Policy, type PolicyFinding, readPolicy } from './policy.ts';
import { approvalRefusals } from './require/approvals.ts';
import { evidenceRefusals, inconclusiveNotes, rerunNotes } from './require/evidence.ts';
import { soakRefusals } from './require/soak.ts';
import { sourceRefusals } from './require/source.ts';
import { requirementsOf } from './requirements.ts';

/**
 * Why these moves may not happen, and what would let them. Empty means that they may.
 *
 * Fails closed: a requirement that this program does not know refuses every move, because
 * passing it silently would open a gate that someone believes to be shut.
 */
export function evaluatePolicy(definition: EnvironmentDefinition, moves: readonly Move[], facts: PolicyFacts): Refusal[] {
  if (moves.length === 0) return [];
  const { policy, findings } = readPolicy(definition.policy);
  return [
    ...findings.map((finding) => unknownRequirement(definition.name, finding)),
    ...freezeRefusals(definition.name, policy, facts.now),
    ...moves.flatMap((move) => refusalsOf(definition.name, policy, move, facts)),
  ];
}

/** What policy lets pass and a reviewer should know: runs that could not tell, and versions that failed before they passed. */
export function policyNotes(definition: EnvironmentDefinition, moves: readonly Move[], facts: PolicyFacts): string[] {
  const { policy } = readPolicy(definition.policy);
  return moves.flatMap((move) => {
    const { prompt, to } = move;
    const version = to && facts.version(prompt, to);
    if (to === undefined || version === undefined) return [];
    const candidate = { environment: definition.name, move: { ...move, to }, version, facts, shown: `${prompt} ${shortDigest(to)}` };
    return requirementsOf(policy, prompt, version).flatMap((requirements) => [
      ...inconclusiveNotes(candidate, requirements, policy),
      ...rerunNotes(candidate, requirements),
    ]);
  });
}

function unknownRequirement(name: EnvironmentName, { member, message }: PolicyFinding): Refusal {
  return {
    code: 'requirement-unknown',
    message: `${name} asks for \`${member}\`, which this registry does not know how to check: ${message}.`,
    satisfy: `Update the registry, or have an admin change \`${member}\` in the policy of ${name}.`,
  };
}

function freezeRefusals(name: EnvironmentName, { freeze }: Policy, now: number): Refusal[] {
  const until = frozenUntil(freeze, now);
  if (until === undefined) return [];
  const when = new Date(until).toISOString();
  return [
    { code: 'frozen', message: `${name} is frozen until ${when}.`, satisfy: `Apply again after ${when}; \`rollback\` works at any time.` },
  ];
}

function refusalsOf(environment: EnvironmentName, policy: Policy, move: Move, facts: PolicyFacts): Refusal[] {
  const { prompt, to } = move;
  if (to === undefined) return [];
  const shown = `${prompt} ${shortDigest(to)}`;
  const revoked = facts.revocation(prompt, to);
  if (revoked !== undefined) {
    const message = `${shown} was revoked: ${revoked.reason}`;
    return [{ code: 'revoked', prompt, message, satisfy: 'Pin another version: a revoked one is never served again.' }];
  }
  const version = facts.version(prompt, to);
  if (version === undefined) {
    const message = `${shown} is not a prompt version that this registry holds.`;
    return [{ code: 'version-unknown', prompt, message, satisfy: 'Upload it with `promptlane push`.' }];
  }
  const candidate: Candidate = { environment, move: { ...move, to }, version, facts, shown };
  return [
    ...quarantineRefusals(candidate, policy),
    ...modelRefusals(candidate),
    ...previousRefusals(candidate, policy),
    ...requirementsOf(policy, prompt, version).flatMap((requirements) => [
      ...evidenceRefusals(candidate, requirements, policy),
      ...approvalRefusals(candidate, requirements),
      ...soakRefusals(candidate, requirements),
      ...sourceRefusals(candidate, requirements),
    ]),
  ];
}

/** What failed in the environment before is no release candidate, though it was pinned there. */
function quarantineRefusals({ environment: name, move: { prompt, to }, facts, shown }: Candidate, { after }: Policy): Refusal[] {
  return (after === undefined ? [name] : [name, after])
    .filter((environment) => facts.isQuarantined(environment, prompt, to))
    .map((environment) => ({
      code: 'quarantined',
      prompt,
      message: `${shown} was rolled back in ${environment} and is quarantined there.`,
      satisfy: `Pin another version, or run \`promptlane unquarantine ${prompt}@${shortDigest(to)} --env ${environment} --reason …\`.`,
    }));
}

function modelRefusals({ environment, move: { prompt }, version, facts, shown }: Candidate): Refusal[] {
  if (facts.isFirst || version.hasModel) return [];
  const message = `${shown} names no model, so what it answers in ${environment} would depend on the application.`;
  return [{ code: 'model-missing', prompt, message, satisfy: 'Give the prompt a `model` and promote that version.' }];
}

function previousRefusals({ move: { prompt, to }, facts, shown }: Candidate, { after, within }: Policy): Refusal[] {
  if (after === undefined || facts.wasPinned(after, prompt, to)) return [];
  const message = `${shown} is not pinned in ${after}, and was not within ${durationText(within)}.`;
  return [{ code: 'not-in-previous', prompt, message, satisfy: `Pin it in ${after} first.` }];
}
