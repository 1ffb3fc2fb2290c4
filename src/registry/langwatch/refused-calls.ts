import { Failure } from '../../base/failure.ts';
import type { Registry } from '../registry.ts';

/** What of a registry LangWatch can do. */
export type SpokenCall =
  | 'kind'
  | 'whoami'
  | 'missing'
  | 'upload'
  | 'prompts'
  | 'versions'
  | 'resolve'
  | 'content'
  | 'source'
  | 'environments'
  | 'state'
  | 'plan'
  | 'apply'
  | 'history'
  | 'drafts'
  | 'closeDraft'
  | 'close';

/** What LangWatch lacks for each of the other calls, as the end of "LangWatch has no …". */
const LACKING: Readonly<Record<Exclude<keyof Registry, SpokenCall>, string>> = {
  ...same('policies', ['setEnvironments', 'quarantine', 'unquarantine', 'revoke', 'killSwitches', 'kill', 'unkill']),
  ...same('log of its tags, so there is nothing to go back to', ['rollback']),
  ...same('drafts beside the versions of a prompt', ['createDraft']),
  ...same('datasets by version', ['storeDatasetPart', 'storeDataset', 'dataset', 'datasetPart']),
  ...same('members and invitations that promptlane could manage', [
    'members',
    'inviteMember',
    'dropInvitation',
    'grantRole',
    'revokeRole',
    'removeMember',
  ]),
  ...same('tokens that promptlane could manage', ['tokens', 'createToken', 'revokeToken', 'rotateToken', 'revokeThisToken']),
  ...same('accounts that promptlane could manage', ['browserSessions', 'endBrowserSession', 'changePassword']),
  ...same('trust in CI jobs without a key', ['trustRules', 'addTrustRule', 'removeTrustRule']),
  ...same('audit trail of its prompts', ['audit', 'auditLog', 'auditTrail', 'checkpoint', 'checkpoints', 'signingKeys']),
  ...same('stream of events', ['events']),
  ...same('rollouts', ['rollouts', 'rollout', 'startRollout', 'actOnRollout', 'rolloutUnits', 'addExposures', 'addOutcomes']),
  ...same('evidence', [
    'storeSuite',
    'storeRun',
    'runs',
    'addEvidence',
    'evidence',
    'evidenceNamed',
    'acceptSuite',
    'acceptedSuites',
    'trustBranch',
  ]),
  ...same('workers for evals of promptlane', [
    'createRemoteRun',
    'addRemoteJobs',
    'remoteResults',
    'removeRemoteRun',
    'remoteSpec',
    'leaseRemoteJobs',
    'reportRemoteJob',
  ]),
  ...same('reviews', ['requestReview', 'reviews', 'review', 'decideReview', 'commentReview']),
  ...same('webhooks for prompts', ['webhooks', 'addWebhook', 'testWebhook', 'removeWebhook']),
};

/** The calls that LangWatch has nothing for, each of which says so. */
export function refusedCalls(): Omit<Registry, SpokenCall> {
  const calls = Object.entries(LACKING).map(([name, lacking]) => [name, () => refuse(lacking)] as const);
  return Object.fromEntries(calls) as unknown as Omit<Registry, SpokenCall>;
}

/** @param lacking the end of "LangWatch has no …" */
export function unsupported(lacking: string): Failure {
  return new Failure('registry-unsupported', `LangWatch has no ${lacking}.`);
}

function refuse(lacking: string): never {
  throw unsupported(lacking);
}

function same<Name extends string>(lacking: string, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, lacking])) as Record<Name, string>;
}
