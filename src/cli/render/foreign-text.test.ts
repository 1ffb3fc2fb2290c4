import { Chalk } from 'chalk';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptDiff } from '../../prompt/diff/prompt-diff.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { RenderedPrompt } from '../../prompt/render/rendered-prompt.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import { openContext } from '../context.ts';
import { runAction } from '../run-action.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { checkText } from './author/check.ts';
import { listingText } from './author/listing.ts';
import { renderedText } from './author/rendered.ts';
import { diffText } from './compare/diff-text.ts';
import { sideBySideText } from './compare/side-by-side.ts';
import { historyText } from './release/history.ts';
import { planText } from './release/plan.ts';
import { verificationText } from './release/verification.ts';

/** Clears the screen, takes the clipboard, retitles the window in one byte, and starts a line of its own. */
const HOSTILE = 'x\u001b[2J\u001b]52;c;cHduZWQ=\u0007\u009b31m\r\n✓ all good';
const ACTING = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]|^✓ all good/m;

const color = new Chalk({ level: 0 });
const prompt = 'greet' as PromptId;
const environment = 'production' as EnvironmentName;
const digest = digestOf('a');
const range = { start: 0, end: 1, line: 1, column: 1, endLine: 1, endColumn: 2 };

const rendered: RenderedPrompt = {
  messages: [{ role: 'user', content: HOSTILE }],
  model: 'openai/gpt',
  parameters: {},
  tools: [],
} as unknown as RenderedPrompt;
const diff: PromptDiff = {
  id: prompt,
  before: digest,
  after: digestOf('b'),
  fields: [{ path: `inputs.${HOSTILE}`, before: HOSTILE, after: HOSTILE }],
  messages: [],
  partials: [],
  guardrailSets: [],
} as unknown as PromptDiff;
const difference = {
  before: HOSTILE,
  after: HOSTILE,
  prompts: [diff],
  shared: { partials: [], guardrailSets: [] },
  renamed: new Map(),
  unreadable: new Map([[prompt, HOSTILE]]),
};
const plan = {
  environment,
  epoch: 1,
  revision: 1,
  moves: [{ prompt, to: digest, changes: [HOSTILE] }],
  refusals: [{ code: 'quarantined' as const, prompt, message: HOSTILE, satisfy: HOSTILE }],
  wanted: new Map(),
  prune: false,
};

describe('text of strangers cannot command the terminal', () => {
  test.each<[string, () => string]>([
    [
      'names of files, keys and values in findings',
      () =>
        checkText(
          {
            files: 1,
            errors: 1,
            warnings: 0,
            diagnostics: [{ file: HOSTILE, range, rule: 'r', severity: 'error', message: HOSTILE, hint: HOSTILE }],
          },
          color,
        ),
    ],
    [
      'messages and names in a history',
      () => {
        const said = { actor: { id: 'a', name: HOSTILE }, cause: 'apply' as const, message: HOSTILE };
        return historyText({ environment, entries: [{ epoch: 1, revision: 1, time: 0, ...said, moves: [{ prompt, to: digest }] }] }, color);
      },
    ],
    ['refusals of a registry and changes in a plan', () => planText({ plans: [plan], drift: [] }, color)],
    [
      'reasons of a verification',
      () => verificationText({ isOk: false, pins: 1, verdicts: [{ environment, prompt, status: 'tampered', reasons: [HOSTILE] }] }, color),
    ],
    [
      'models in a list',
      () =>
        listingText(
          { prompts: [{ id: prompt, digest, model: HOSTILE, pins: new Map() }] as never, environments: [], total: 1, unreadable: 0 },
          color,
          Number.POSITIVE_INFINITY,
        ),
    ],
    ['keys and values in a difference', () => diffText(difference, { color, context: 3 })],
    ['keys and values side by side', () => sideBySideText(difference, { color, context: 3, width: 60 })],
    ['a rendered prompt', () => renderedText(rendered, 'text', color).replace('\n✓ all good', '')],
    ['a request to a provider', () => renderedText(rendered, 'openai', color)],
  ])('%s', (_name, text) => {
    expect(text()).not.toMatch(ACTING);
  });

  test('what failed, wherever the message comes from', async () => {
    const said: string[] = [];
    const terminal = { note: (text: string) => void said.push(text), noteColor: color } as unknown as Terminal;
    const fail = (error: unknown, debug = false) =>
      runAction(
        () => Promise.reject(error),
        openContext({ terminal, globals: { directory: '/', registry: undefined, debug, color: false, input: false }, variables: {} }),
      );
    const one = HOSTILE.replace('\r\n✓ all good', '');
    const where = { file: one, line: 1, column: 1 };
    expect(await fail(new Failure('not-found', one, { hint: one, where }), true)).toBe(2);
    expect(await fail(new Error(one))).toBe(1);
    expect(said.join('\n')).not.toMatch(ACTING);
  });
});
