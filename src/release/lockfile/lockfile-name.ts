import { type EnvironmentName, isEnvironmentName } from '../environment.ts';

/** The lockfile of all environments. */
export const LOCKFILE_NAME = 'promptlane.lock';

/** The lockfile of one environment, where a project keeps them apart. */
export function splitLockfileName(environment: EnvironmentName): string {
  return `promptlane.${environment}.lock`;
}

/** The environment that a lockfile of its own is named after; nothing for any other file. */
export function environmentOfLockfile(name: string): EnvironmentName | undefined {
  const [, environment = ''] = /^promptlane\.([^.]+)\.lock$/.exec(name) ?? [];
  return isEnvironmentName(environment) ? environment : undefined;
}

/** True for the lockfile of all environments, and for that of one. */
export function isLockfileName(name: string): boolean {
  return name === LOCKFILE_NAME || environmentOfLockfile(name) !== undefined;
}
