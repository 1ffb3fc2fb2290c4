import { sha256Hex } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { isPromptId, type PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { BulkEvaluation, Evaluation, EvaluationContext, EvaluationFailure } from '../../../protocol/openfeature/schemas.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import { type Call, sees } from '../../actions/call.ts';
import type { ReadState } from '../../actions/environments/environment-state.ts';
import type { StoredReply } from '../../actions/stored-reply.ts';
import type { TaggedReply } from '../../http/route.ts';
import type { SecretBox } from '../../secrets/secret-box.ts';
import { changeStream, ticketWindow } from './change-ticket.ts';
import { type Decision, decideFor, type ServedState } from './decide-for.ts';
import { evaluationFailure } from './errors.ts';
import { flagValue } from './flag-value.ts';
import { versionReader } from './version-reader.ts';

/** Evaluates prompts as flags. */
export interface Flags {
  /** @throws Failure `not-found`, `prompt-killed`, `version-revoked`, `variables-invalid`, `render-failed` */
  one(call: Call, environment: EnvironmentName, asked: { readonly key: string; readonly context: EvaluationContext }): Promise<Evaluation>;
  /** Every prompt that the caller may see. `variables` would be those of one prompt, so they render none of these. */
  all(call: Call, environment: EnvironmentName, asked: AskedForAll): Promise<TaggedReply<BulkEvaluation>>;
}

export interface AskedForAll {
  readonly context: EvaluationContext;
  /** What the caller is known by, to hear of changes by it too. */
  readonly authorization: string | undefined;
}

export function openFlags(readState: ReadState, secrets: SecretBox): Flags {
  const readVersions = versionReader();
  const stateOf = stateParser(readState);
  return {
    async one(call, environment, { key, context }) {
      const { state } = await stateOf(call, environment);
      if (!isPromptId(key)) throw absent(environment, key);
      const decision = decideFor(state, key, context);
      const version = (await readVersions(call, new Map([[key, decision.digest]]))).get(key);
      if (version === undefined || !isReadable(call, version)) throw absent(environment, key);
      return evaluation(state, decision, version, context.variables);
    },

    async all(call, environment, { context, authorization }) {
      const { state, etag } = await stateOf(call, environment);
      const { variables: _, ...asked } = context;
      const own = JSON.stringify([etag, asked, call.principal.id, ticketWindow(call.time)]);
      return {
        etag: `"${sha256Hex(own).slice(0, 32)}"`,
        async make() {
          const decided = Object.keys(state.pins).map((prompt) => decidedFor(state, prompt as PromptId, asked));
          const wanted = new Map(decided.flatMap(({ prompt, decision }) => (decision ? [[prompt, decision.digest] as const] : [])));
          const versions = await readVersions(call, wanted);
          const { epoch, revision, project } = state;
          return {
            flags: decided.flatMap((one) => flagOf(call, state, one, versions.get(one.prompt)) ?? []),
            metadata: { environment, epoch, revision },
            eventStreams: [changeStream({ project, environment }, authorization, { secrets, clock: call.clock })],
          };
        },
      };
    },
  };
}

/** One decision of many: what is wrong with one prompt is no reason not to answer about the others. */
interface Decided {
  readonly prompt: PromptId;
  readonly decision?: Decision;
  readonly failure?: EvaluationFailure;
}

function decidedFor(state: ServedState, prompt: PromptId, context: EvaluationContext): Decided {
  try {
    return { prompt, decision: decideFor(state, prompt, context) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { prompt, failure: evaluationFailure(error, prompt) };
  }
}

function flagOf(call: Call, state: ServedState, { decision, failure }: Decided, version: PromptVersion | undefined) {
  if (decision === undefined) return failure;
  return version !== undefined && isReadable(call, version) ? evaluation(state, decision, version) : undefined;
}

function evaluation(state: ServedState, decision: Decision, version: PromptVersion, variables?: JsonObject): Evaluation {
  const { environment, epoch, revision } = state;
  const { digest, reason, rollout, assignment } = decision;
  return {
    key: version.id,
    value: flagValue(version, variables),
    reason,
    ...(assignment && { variant: assignment.variant }),
    metadata: {
      environment,
      digest,
      epoch,
      revision,
      ...(rollout !== undefined && { rollout }),
      ...(assignment && { compared: assignment.compared }),
      ...(assignment?.unit !== undefined && { unit: assignment.unit }),
    },
  };
}

/** The texts of partials are part of the value. */
function isReadable(call: Call, { id, partials }: PromptVersion): boolean {
  return sees(call, id) && [...partials.keys()].every((partial) => sees(call, partial));
}

function absent(environment: EnvironmentName, key: string): Failure {
  return new Failure('not-found', `${environment} serves no "${key}".`);
}

interface Parsed {
  readonly state: ServedState;
  readonly etag: string;
}

/** Parses the bytes that applications are sent once for each revision. */
function stateParser(readState: ReadState): (call: Call, environment: EnvironmentName) => Promise<Parsed> {
  const parsed = new WeakMap<StoredReply, Parsed>();
  return async (call, environment) => {
    const reply = await readState(call, environment);
    const known = parsed.get(reply);
    if (known !== undefined) return known;
    const made = { state: JSON.parse(reply.body.toString()) as ServedState, etag: reply.etag };
    parsed.set(reply, made);
    return made;
  };
}
