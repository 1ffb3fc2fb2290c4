import { FAILURES, Failure } from '../../../base/failure.ts';
import { endpointOf, moduleOf, protocolOf } from '../../../models/providers.ts';
import { probeRegistry } from '../../../registry/native/probe-registry.ts';
import type { Identity, Registry, RegistryKind } from '../../../registry/registry.ts';
import type { Workspace } from '../../../workspace/config/workspace.ts';
import type { Tree } from '../../versions/tree.ts';
import { type Examination, type Finding, saidBy } from './examination.ts';

/** What is looked at beyond the machine. */
export interface ServiceParts {
  workspace(): Promise<Workspace>;
  tree(): Promise<Tree>;
  /** Where the registry is, and of which kind, when one is known. */
  registryAddress(): Promise<{ readonly url: string; readonly kind: RegistryKind } | undefined>;
  registry(): Promise<Registry | undefined>;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Clocks that differ by more make tokens and freezes end at another time than people think. */
const SKEW_MS = 30_000;

/** Looks at what the project needs from the network, and at the keys for it. */
export function serviceExaminations(parts: ServiceParts): Examination[] {
  return [
    { check: 'registry', look: (signal) => registry(parts, signal) },
    { check: 'keys', look: () => keys(parts) },
  ];
}

async function registry({ registryAddress, registry: open }: ServiceParts, signal: AbortSignal): Promise<Finding[]> {
  const check = 'registry';
  let address: Awaited<ReturnType<ServiceParts['registryAddress']>>;
  try {
    address = await registryAddress();
  } catch (error) {
    // A config that cannot be read is told where it is looked at.
    return error instanceof Failure && error.code === 'config-invalid' ? [] : [failed(check, error)];
  }
  if (address === undefined) return [{ check, status: 'warn', message: 'none is configured', fix: 'promptlane serve' }];
  const { url, kind } = address;
  if (kind === 'langwatch') return signIn(open, url);
  const findings: Finding[] = [];
  try {
    const { status, latencyMs, skewMs } = await probeRegistry(url, signal);
    if (status !== 200) {
      return [
        {
          check,
          status: 'fail',
          message: `${url} answers ${status}: no registry`,
          fix: 'promptlane config explain registry',
          kind: 'network',
        },
      ];
    }
    findings.push({ check, status: 'ok', message: `${url} answers in ${latencyMs} ms` }, ...clock(skewMs));
  } catch {
    return [{ check, status: 'fail', message: `${url} does not answer`, fix: `curl -i ${url}/healthz`, kind: 'network' }];
  }
  try {
    const identity = await (await open())?.whoami();
    if (identity) findings.push({ check: 'sign-in', status: 'ok', message: `${identity.name}, ${roleText(identity)}` });
  } catch (error) {
    findings.push(failed('sign-in', error));
  }
  return findings;
}

/** LangWatch has no page of ours that says how it is; whether it takes the key says enough. */
async function signIn(open: ServiceParts['registry'], url: string): Promise<Finding[]> {
  try {
    const identity = await (await open())?.whoami();
    return identity ? [{ check: 'sign-in', status: 'ok', message: `${url} takes ${identity.name}` }] : [];
  } catch (error) {
    return [failed('sign-in', error)];
  }
}

function roleText({ bindings }: Identity): string {
  const roles = [...new Set(bindings.map(({ role }) => role))];
  return roles.length === 0 ? 'who may do nothing here' : roles.join(', ');
}

function clock(skewMs: number | undefined): Finding[] {
  if (skewMs === undefined) return [];
  const seconds = Math.abs(skewMs) / 1000;
  if (Math.abs(skewMs) <= SKEW_MS) return [{ check: 'clock', status: 'ok', message: 'agrees with the registry' }];
  const side = skewMs > 0 ? 'behind' : 'ahead of';
  return [{ check: 'clock', status: 'warn', message: `${seconds} s ${side} the registry's`, fix: 'sudo timedatectl set-ntp true' }];
}

/** Names of variables and never what is in them. */
async function keys({ workspace, tree, variables }: ServiceParts): Promise<Finding[]> {
  const check = 'keys';
  const opened = await workspace().catch(() => undefined);
  if (opened === undefined) return [];
  const { models } = opened.config;
  const used = [...(await tree()).library.prompts.values()].flatMap(({ content }) => content.model ?? models.default ?? []);
  const byProvider = new Map(used.map((model) => [model.slice(0, Math.max(0, model.indexOf('/'))), model]));
  const providers = Object.fromEntries(models.providers);
  return [...byProvider].sort().map(([provider, model]): Finding => {
    try {
      if (protocolOf(model, providers) === 'ai-sdk')
        return { check, status: 'ok', message: `${provider} finds its own: ${moduleOf(model, providers)}` };
      const { apiKey } = endpointOf(model, providers, variables);
      return { check, status: 'ok', message: apiKey === undefined ? `${provider} needs none` : `${provider} has one` };
    } catch (error) {
      const { message, fix } = failed(check, error);
      return { check, status: 'warn', message, ...(fix !== undefined && { fix }) };
    }
  });
}

function failed(check: string, error: unknown): Finding {
  if (!(error instanceof Failure)) return { check, status: 'fail', message: saidBy(error), kind: 'usage' };
  return { check, status: 'fail', message: saidBy(error), fix: error.hint, kind: FAILURES[error.code].kind };
}
