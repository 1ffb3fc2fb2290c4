import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import type { Ending } from '../../../base/exit-code.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { AnswerCheck } from '../../../workflows/authoring/run/answer-checks.ts';
import type { RunOutcome } from '../../../workflows/authoring/run/run-prompt.ts';
import { jsonDocument } from '../../json.ts';
import { dollars } from './dollars.ts';
import { toolCallText } from './tool-call.ts';

const CUT_OFF = 'The answer was cut off: it reached the most tokens that it may have.';
const WITHHELD = 'The provider withheld the answer or a part of it (content filter).';

/** Why an answer ended that is not whole, or no answer: the finish reasons of OpenAI, Anthropic and Google. */
const CUT_SHORT: Readonly<Record<string, string>> = {
  length: CUT_OFF,
  max_tokens: CUT_OFF,
  model_context_window_exceeded: 'The answer was cut off: request and answer fill the window of the model.',
  content_filter: WITHHELD,
  'content-filter': WITHHELD,
  refusal: 'The model refused to answer.',
  MAX_TOKENS: CUT_OFF,
  SAFETY: WITHHELD,
  PROHIBITED_CONTENT: WITHHELD,
  BLOCKLIST: WITHHELD,
  RECITATION: WITHHELD,
  SPII: WITHHELD,
};

/** How `run` ends: an answer that is not what the version asks for is a finding. */
export function runEnding({ checks }: RunOutcome): Ending {
  return checks.some(({ status }) => status === 'failed') ? 'validation' : 'ok';
}

/** The calls of tools that an answer makes, as blocks; empty when it makes none. */
export function toolCallsText({ answer }: RunOutcome, color: ChalkInstance): string {
  return (answer.toolCalls ?? []).map((call) => toolCallText(call, color)).join('\n');
}

/** What a person wants to know beside the answer: checks, model, time, tokens, cost. */
export function runNote(outcome: RunOutcome, color: ChalkInstance): string {
  const { prompt, digest, model, answer, checks } = outcome;
  const cut = CUT_SHORT[answer.finishReason ?? ''];
  return [
    ...(cut === undefined ? [] : [`${color.yellow('warning')} ${cut}`]),
    ...checksLines(checks, color),
    color.dim(printable([`${prompt} ${shortDigest(digest)}`, model, ...figures(outcome)].join(' · '))),
  ].join('\n');
}

export function runJson(outcome: RunOutcome): string {
  const { prompt, digest, model, ownModel, request, requestDigest, answer, isRecorded, firstTextMs, checks } = outcome;
  return jsonDocument('promptlane/run/v1', {
    prompt,
    digest,
    model,
    ownModel: ownModel ?? null,
    request,
    requestDigest,
    answer,
    isRecorded,
    timing: { latencyMs: answer.latencyMs, ...(firstTextMs !== undefined && { firstTextMs }) },
    checks,
  });
}

/** What passed stands in one line; what did not has a line of its own. */
function checksLines(checks: readonly AnswerCheck[], color: ChalkInstance): string[] {
  const passed = checks.filter(({ status }) => status === 'passed').map(({ name }) => printable(name));
  const others = checks
    .filter(({ status }) => status !== 'passed')
    .map(({ name, status, reason }) => {
      const sign = status === 'failed' ? color.red('✗') : color.yellow('?');
      return `${sign} ${printable(`${name}${reason === undefined ? '' : `: ${reason}`}`)}`;
    });
  return [...(passed.length > 0 ? [`${color.green('✓')} ${passed.join(', ')}`] : []), ...others];
}

function figures({ answer: { latencyMs, usage, cost }, isRecorded, firstTextMs }: RunOutcome): string[] {
  const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;
  const first = firstTextMs === undefined || isRecorded ? '' : `, first text after ${seconds(firstTextMs)}`;
  const cached = usage?.cachedInput === undefined ? '' : ` (${counted(usage.cachedInput, 'cached', 'cached')})`;
  return [
    ...(isRecorded ? ['recorded: nobody was asked'] : []),
    `${seconds(latencyMs)}${first}`,
    usage ? `${counted(usage.input, 'token')} in${cached}, ${counted(usage.output, '', '').trim()} out` : 'tokens not told',
    cost === undefined ? 'no price known' : dollars(cost),
  ];
}
