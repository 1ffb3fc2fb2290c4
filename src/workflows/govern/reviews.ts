import type { Digest } from '../../base/digest.ts';
import { diffVersions } from '../../prompt/diff/diff-versions.ts';
import type { PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import { parseReference } from '../../prompt/reference.ts';
import type { Review, ReviewComment } from '../../registry/areas/reviews.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Refusal } from '../../release/plan.ts';
import { type Environments, environmentNamed } from '../release/environments.ts';
import { registryDigest } from '../versions/registry-digest.ts';
import type { VersionSource } from '../versions/version-source.ts';

/** A review, with what its version changes; no diff where nothing was pinned before, or a content is not at hand. */
export interface ShownReview {
  readonly review: Review;
  readonly diff?: PromptDiff;
  readonly gate?: ReviewGate;
}

/** What the gate of the environment would say now to whoever asks: an approval may not count, or not be enough. */
export interface ReviewGate {
  readonly isPinned: boolean;
  readonly refusals: readonly Refusal[];
}

export interface AskedReview {
  readonly reference: string;
  readonly env: string;
  readonly reviewers: readonly string[];
  readonly message?: string;
}

/** Asks people whether a version may be pinned in an environment. */
export async function requestReview(
  { reference, env, reviewers, message }: AskedReview,
  environments: Environments,
  registry: Registry,
  versions: VersionSource,
): Promise<ShownReview> {
  const environment = environmentNamed(environments, env);
  const { prompt, digest } = await registryVersion(reference, registry);
  const question = { prompt, digest, environment, reviewers: [...reviewers], ...(message !== undefined && { message }) };
  return withDiff(await registry.requestReview(question), versions);
}

/** One review with what its version changes. */
export async function showReview(number: number, registry: Registry, versions: VersionSource): Promise<ShownReview> {
  const review = await registry.review(number);
  return { ...(await withDiff(review, versions)), ...(await gateOf(review, registry)) };
}

/** Approves, rejects, or takes back: of the version that the review is about, which the outcome shows. */
export async function decideReview(
  {
    number,
    decision,
    message,
  }: { readonly number: number; readonly decision: 'approved' | 'rejected' | 'withdrawn'; readonly message?: string },
  registry: Registry,
): Promise<ShownReview> {
  const { digest } = await registry.review(number);
  const review = await registry.decideReview(number, { decision, digest, ...(message !== undefined && { message }) });
  return { review, ...(await gateOf(review, registry)) };
}

export async function commentReview(number: number, comment: ReviewComment, registry: Registry): Promise<ShownReview> {
  return { review: await registry.commentReview(number, comment) };
}

/** The version that a reference names in the registry. @throws Failure `reference-unknown`, `reference-ambiguous`, `reference-invalid` */
export async function registryVersion(reference: string, registry: Registry): Promise<{ prompt: PromptId; digest: Digest }> {
  const { id, revision } = parseReference(reference);
  return { prompt: id, digest: await registryDigest(id, revision, registry) };
}

async function gateOf({ prompt, digest, environment }: Review, registry: Registry): Promise<{ gate: ReviewGate }> {
  const { moves, refusals } = await registry.plan(environment, { pins: new Map([[prompt, digest]]) });
  return { gate: { isPinned: moves.length === 0, refusals } };
}

async function withDiff(review: Review, versions: VersionSource): Promise<ShownReview> {
  const { prompt, base, digest } = review;
  if (base === undefined) return { review };
  const [before, after] = await Promise.all([versions.load(prompt, base), versions.load(prompt, digest)]);
  return { review, ...(before && after && { diff: diffVersions(before, after) }) };
}
