import type { Variables } from '../runner/job.ts';

/** What belongs to the step and its runner: inputs, tokens for the runner's services, files that change later steps. */
const OF_THE_STEP = /^(?:INPUT_.*|ACTIONS_.*|GITHUB_TOKEN|GH_TOKEN|GITHUB_ENV|GITHUB_PATH|GITHUB_OUTPUT|GITHUB_STATE)$/i;

/** All that the command line needs when it looks at a stranger's change. No secret may have one of these names. */
const FOR_STRANGERS = new Set([
  ...['PATH', 'HOME', 'USER', 'SHELL', 'LANG', 'LC_ALL', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'TERM', 'CI', 'NO_COLOR', 'FORCE_COLOR'],
  ...['SYSTEMROOT', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'RUNNER_TEMP', 'RUNNER_OS'],
  ...['ACTIONS', 'ACTOR', 'BASE_REF', 'HEAD_REF', 'EVENT_NAME', 'EVENT_PATH', 'REF', 'REF_NAME', 'REPOSITORY', 'REPOSITORY_ID'].map(gitHub),
  ...['RUN_ID', 'SERVER_URL', 'SHA', 'STEP_SUMMARY', 'WORKSPACE'].map(gitHub),
]);

function gitHub(name: string): string {
  return `GITHUB_${name}`;
}

/**
 * The environment of the command line that a step starts.
 *
 * The token of the job is in it under no name. Of a stranger's change it gets no variable but those listed: what a config
 * calls the name of a key may be the name of any secret.
 */
export function cliEnvironment(
  variables: Variables,
  { token, isRestricted }: { token: string; isRestricted: boolean },
): Record<string, string> {
  const kept = Object.entries(variables).filter(([name, value]) => {
    if (value === undefined || OF_THE_STEP.test(name)) return false;
    if (token !== '' && value.includes(token)) return false;
    return !isRestricted || FOR_STRANGERS.has(name.toUpperCase());
  });
  return Object.fromEntries(kept) as Record<string, string>;
}
