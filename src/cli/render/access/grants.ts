import { printable } from '../../../base/text/printable.ts';

/** A grant as people read it: `deployer in staging* on support/*`. */
export function grantText({
  role,
  project,
  environments,
  prompts,
}: {
  role: string;
  project: string;
  environments: string;
  prompts: string;
}): string {
  const parts = [
    ...(environments === '*' ? [] : [`in ${printable(environments)}`]),
    ...(prompts === '*' ? [] : [`on ${printable(prompts)}`]),
    ...(project === '*' ? ['of every project'] : []),
  ];
  return [role, ...parts].join(' ');
}

/** Several grants in one line. */
export function grantsText(grants: readonly Parameters<typeof grantText>[0][]): string {
  return grants.map(grantText).join(', ') || 'nothing';
}

/** A day and minute, in UTC. */
export function minuteText(time: number | undefined, absent: string): string {
  return time === undefined ? absent : `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
