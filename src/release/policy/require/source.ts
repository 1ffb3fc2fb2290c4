import type { Refusal } from '../../plan.ts';
import type { Candidate } from '../candidate.ts';
import type { Requirements } from '../policy.ts';

/** Whether someone who can be trusted vouched that a version comes from a branch. */
export function sourceRefusals({ move: { prompt }, version, shown }: Candidate, { source }: Requirements): Refusal[] {
  if (source === undefined) return [];
  const { branch, repository } = source;
  if (version.attested.some((one) => one.branch === branch && (repository === undefined || one.repository === repository))) return [];
  const wanted = repository === undefined ? `branch ${branch}` : `branch ${branch} of ${repository}`;
  const attested = version.attested.map((one) => one.branch);
  const known = attested.length === 0 ? 'nobody vouches for where it comes from' : `it is known from ${attested.join(', ')} only`;
  return [
    {
      code: 'wrong-branch',
      prompt,
      message: `${shown} is not known to come from ${wanted}: ${known}.`,
      satisfy: `Push it from a CI job on ${branch} that signs in with an ID token or with a token bound to that branch.`,
    },
  ];
}
