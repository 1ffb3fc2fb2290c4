import * as z from 'zod';
import { parseDuration } from '../../base/duration.ts';
import { ENVIRONMENT_NAME_PATTERN, type EnvironmentName, type EnvironmentPolicy } from '../environment.ts';
import { APPROVER_ROLES } from './facts.ts';
import { freezeSchema } from './freeze/freeze.ts';

/** Milliseconds, written `30m`, `6h` or `7d`. */
const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined && ms > 0) return ms;
  context.addIssue({ code: 'custom', message: 'must be a duration such as 30m, 6h or 7d' });
  return z.NEVER;
});

const environmentName = z.string().regex(ENVIRONMENT_NAME_PATTERN) as unknown as z.ZodType<EnvironmentName>;
const oneOrMore = <Item extends z.ZodType>(item: Item) => z.union([item.transform((one) => [one]), z.array(item).min(1)]);

const evidence = z.strictObject({
  suite: z.string().min(1),
  maxAge: duration.optional(),
  /** `active`: against what this environment pins when the version is to be pinned. */
  baseline: z.literal('active').optional(),
});

const approvals = z.strictObject({
  count: z.int().min(1).max(20).default(1),
  role: z.enum(APPROVER_ROLES).default('reviewer'),
  /** Whose approval does not count, though they may approve. */
  notBy: z.array(z.enum(['author', 'promoter'])).default(['author', 'promoter']),
  /** Ids, `*` for a part of one: only these prompts need them. */
  prompts: oneOrMore(z.string().min(1)).optional(),
});

const requirements = z.strictObject({
  evidence: z.array(evidence).optional(),
  approvals: oneOrMore(approvals).optional(),
  soak: z.strictObject({ in: environmentName, for: duration }).optional(),
  source: z.strictObject({ branch: z.string().min(1), repository: z.string().min(1).optional() }).optional(),
});

const when = z
  .strictObject({
    risk: oneOrMore(z.enum(['low', 'medium', 'high'])).optional(),
    prompts: oneOrMore(z.string().min(1)).optional(),
    require: requirements,
  })
  .refine(({ risk, prompts }) => risk !== undefined || prompts !== undefined, 'must name `risk` or `prompts`');

const policySchema = z.strictObject({
  after: environmentName.optional(),
  /** How long after it left the environment of `after` a version may still be pinned here. */
  within: duration.default(30 * 24 * 60 * 60 * 1000),
  require: requirements.default({}),
  /** Requirements for some prompts only. */
  when: z.array(when).default([]),
  freeze: freezeSchema.default([]),
  /** Whether a run that cannot tell counts as one that passed. */
  inconclusive: z.enum(['allow', 'refuse']).default('allow'),
});

/** A policy as it is evaluated: durations in milliseconds, defaults filled in. */
export type Policy = z.output<typeof policySchema>;
export type Requirements = z.output<typeof requirements>;
export type ApprovalRequirement = z.output<typeof approvals>;
export type EvidenceRequirement = z.output<typeof evidence>;

/** A member that this program does not know, or a value that it cannot read; `member` as a path with dots. */
export interface PolicyFinding {
  readonly member: string;
  readonly message: string;
}

/**
 * Reads a policy as it is written. With findings, `policy` holds only what it says of the order of environments.
 *
 * Who evaluates a policy with findings refuses: passing over a requirement would open a gate that someone believes to be shut.
 */
export function readPolicy(written: EnvironmentPolicy): { readonly policy: Policy; readonly findings: readonly PolicyFinding[] } {
  const parsed = policySchema.safeParse(written);
  if (parsed.success) return { policy: parsed.data, findings: [] };
  const after = environmentName.safeParse(written.after);
  return { policy: policySchema.parse(after.success ? { after: after.data } : {}), findings: parsed.error.issues.flatMap(findingsOf) };
}

function findingsOf(issue: z.core.$ZodIssue): PolicyFinding[] {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ member: path === '' ? key : `${path}.${key}`, message: 'is not known' }));
  }
  if (issue.code === 'invalid_union') {
    // The branch that got furthest speaks of what was meant.
    const [closest] = issue.errors.toSorted((left, right) => depth(right) - depth(left));
    if (closest?.[0] !== undefined) return closest.flatMap((inner) => findingsOf({ ...inner, path: [...issue.path, ...inner.path] }));
  }
  return [{ member: path, message: issue.message }];
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + (issue.code === 'unrecognized_keys' ? 1 : 0)));
}
