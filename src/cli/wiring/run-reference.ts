import { resolve } from 'node:path';
import { parseDuration } from '../../base/duration.ts';
import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import { type Wait, wait } from '../../evals/runner/calls/wait.ts';
import type { Model } from '../../evals/runner/model.ts';
import { type ModelAccess, openModel } from '../../models/open-model.ts';
import { keysAtHand, type Providers, protocolOf } from '../../models/providers.ts';
import { type RecordingModel, recordCassette } from '../../models/replay/recording-model.ts';
import { unsentSettings } from '../../prompt/render/provider/unsent-settings.ts';
import { type RunOutcome, type RunRequest, requestOf, runPrompt } from '../../workflows/authoring/run/run-prompt.ts';
import { refuseStrayLink } from '../../workspace/files/stray-link.ts';
import type { ValueFlags } from '../commands/author/value-flags.ts';
import type { CliContext } from '../context.ts';
import type { Session } from '../session/session.ts';
import { printAnswer } from '../terminal/print-answer.ts';
import { modelAccess } from './model-access.ts';
import { renderReference } from './render-reference.ts';

export interface RunFlags extends ValueFlags {
  readonly model?: string;
  readonly cassette?: string;
  readonly record?: string;
  readonly timeout: string;
  readonly stream: boolean;
  readonly json: boolean;
}

/** Wires one question to this machine: values, provider or cassette, and the terminal that the answer goes to. */
export async function runReference(reference: string, flags: RunFlags, session: Session, context: CliContext): Promise<RunOutcome> {
  const deadlineMs = deadlineOf(flags);
  if (flags.record !== undefined && flags.cassette !== undefined) {
    throw new Failure('usage-invalid', '--record asks a provider and --cassette asks nobody; use one of them.');
  }
  const { version, rows } = await renderReference(reference, flags, session, context);
  const [row, ...others] = rows;
  if (row === undefined || others.length > 0) {
    throw new Failure('usage-invalid', `There are ${rows.length} sets of values, and run asks once.`, {
      hint: 'Choose one with `--row` or `--test-data NUMBER`; `promptlane eval` asks them all.',
    });
  }
  const run = { version, row, ...(flags.model !== undefined && { model: flags.model }) };
  const access = modelAccess(await session.workspace(), context);
  sayWhatDiffers(run, access.providers, flags, context);
  const signal = context.interruption();
  const model = await openFor(requestOf(run).model, access, flags, context);
  context.defer(() => model.close());
  return ask({ ...run, deadlineMs, signal }, model, flags, context);
}

async function ask(
  run: Omit<RunRequest, 'onPiece'>,
  model: Model | RecordingModel,
  flags: RunFlags,
  { terminal }: CliContext,
): Promise<RunOutcome> {
  const doing = `${flags.cassette === undefined ? 'Asking' : 'Replaying'} ${printable(requestOf(run).model)}`;
  const printer = flags.json ? undefined : printAnswer(terminal, doing, { isTerminal: terminal.facts.isTTY });
  try {
    const streamed = { ...run, ...(printer && flags.stream && { onPiece: printer.piece }) };
    const pause: Wait = (milliseconds, stop) => {
      printer?.pause(milliseconds);
      return wait(milliseconds, stop);
    };
    const outcome = await runPrompt(streamed, { model, clock: () => performance.now(), random: Math.random, wait: pause });
    printer?.whole(outcome.answer.text);
    const isKnown = 'recorded' in model && model.recorded() === 0;
    return isKnown ? { ...outcome, isRecorded: true } : outcome;
  } finally {
    printer?.end();
  }
}

function deadlineOf({ timeout }: RunFlags): number {
  const milliseconds = parseDuration(timeout);
  if (milliseconds !== undefined && milliseconds > 0) return milliseconds;
  throw new Failure('usage-invalid', `--timeout takes a time like 90s or 10m, not "${timeout}".`);
}

/** What is asked is not quite the version: another model, or settings that this one has no place for. */
function sayWhatDiffers(
  run: Pick<RunRequest, 'version' | 'row' | 'model'>,
  providers: Providers,
  { cassette }: RunFlags,
  { terminal }: CliContext,
): void {
  const warn = (text: string) => terminal.note(`${terminal.noteColor.yellow('warning')} ${printable(text)}`);
  const request = requestOf(run);
  const own = run.version.content.model;
  if (own !== undefined && own !== request.model) warn(`asking ${request.model} instead of ${own}, the model that this version names.`);
  if (cassette !== undefined) return;
  const unsent = unsentSettings(request, protocolOf(request.model, providers));
  if (unsent.length > 0) warn(`${request.model} takes no ${unsent.join(', ')}: left out of the request.`);
}

async function openFor(
  model: string,
  access: ModelAccess,
  { cassette, record }: RunFlags,
  { globals }: CliContext,
): Promise<Model | RecordingModel> {
  const spec = { model, ...access };
  if (cassette !== undefined) {
    const file = resolve(globals.directory, cassette);
    refuseStrayLink(globals.directory, file);
    return openModel({ ...spec, cassette: file });
  }
  const live = await openModel(spec);
  if (record === undefined) return live;
  return recordCassette(live, {
    file: resolve(globals.directory, record),
    note: `Answers of ${model}, recorded by promptlane run.`,
    secrets: keysAtHand(access.providers, access.environment),
  });
}
