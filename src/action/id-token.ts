import { idTokenGrant, requestIdToken } from '../forge/github/oidc/request-id-token.ts';
import { audienceOf } from '../registry/native/exchange-id-token.ts';
import type { Inputs } from './runner/inputs.ts';
import type { Variables } from './runner/job.ts';
import type { RunnerLog } from './runner/runner-log.ts';

/**
 * The variables that sign the command line in at the registry without a stored secret: an ID token for this registry alone.
 *
 * Nothing where the job was given a token, may ask for none, or names no registry. Only an address that the workflow names
 * gets one, never that of a config. What the job asks for ID tokens with stays here.
 */
export async function idTokenVariables(inputs: Inputs, variables: Variables, log: RunnerLog): Promise<Record<string, string>> {
  const { PROMPTLANE_TOKEN, PROMPTLANE_TOKEN_FILE, PROMPTLANE_ID_TOKEN, PROMPTLANE_REGISTRY_URL } = variables;
  const grant = idTokenGrant(variables);
  const registry = inputs.text('registry-url') || PROMPTLANE_REGISTRY_URL;
  const isSignedIn = PROMPTLANE_TOKEN || PROMPTLANE_TOKEN_FILE || PROMPTLANE_ID_TOKEN;
  if (inputs.oidc === 'never' || grant === undefined || !registry || isSignedIn || !URL.canParse(registry)) return {};
  const token = await requestIdToken(grant, { audience: inputs.text('oidc-audience') || audienceOf(registry) });
  log.mask(token);
  return { PROMPTLANE_ID_TOKEN: token };
}
