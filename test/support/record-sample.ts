/**
 * Records the sample's cassette anew: `npm run record-sample`.
 *
 * The answers are written by hand below; a server on loopback gives them to the real `eval --record`, for
 * the sample's prompt and for each edit that `demo` makes of it.
 */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { RELEASE } from '../../src/cli/demo/story.ts';
import { fakeOpenAI, type SeenRequest } from './fake-openai.ts';
import { REPLIES } from './sample-replies.ts';

const NOTE = 'Answers written by hand for the sample of Promptlane, to show a gate at work without a key. No model gave them.';
const root = new URL('../../', import.meta.url);
const sample = fileURLToPath(new URL('fixtures/workspaces/support/', root));
const cassette = join(sample, 'cassettes/triage.jsonl');

/** The edit of the story sends vague bug reports to a person; that is the regression. */
function answerTo({ body }: SeenRequest) {
  const system = body.messages[0]?.content ?? '';
  const ticket = (body.messages[1]?.content ?? '').replace(/^Ticket: /, '');
  const known = REPLIES.find((row) => row.ticket === ticket);
  if (!known) throw new Error(`No answer is written for the ticket: ${ticket}`);
  const givesUp = system.includes('a person will look at it') && known.isVague;
  const answer = givesUp
    ? { category: 'other', reply: 'Thanks for writing! A colleague will look at this and come back to you.' }
    : { category: known.category, reply: known.reply };
  const text = JSON.stringify(answer);
  return {
    kind: 'answer',
    text,
    usage: { prompt_tokens: Math.ceil(JSON.stringify(body.messages).length / 4), completion_tokens: Math.ceil(text.length / 4) },
  } as const;
}

const folder = await mkdtemp(join(tmpdir(), 'promptlane-sample-'));
const server = await fakeOpenAI({ treat: answerTo });
try {
  await rm(cassette, { force: true });
  await cp(sample, folder, { recursive: true });
  await writeFile(
    join(folder, 'promptlane.config.yaml'),
    `models: { providers: { openai: { kind: openai, baseUrl: "${server.url}" } } }\n`,
  );
  const record = () =>
    execa(
      'node',
      [fileURLToPath(new URL('bin/promptlane.js', root)), 'eval', 'triage', '--no-cache', '--concurrency', '1', '--record', cassette],
      {
        cwd: folder,
        env: { OPENAI_API_KEY: 'none' },
        reject: false,
        stdio: 'inherit',
      },
    );
  await record();
  for (const step of RELEASE) {
    if (step.kind !== 'edit') continue;
    const file = join(folder, step.file);
    await writeFile(file, (await readFile(file, 'utf8')).replace(step.find, step.replace));
    await record();
  }
  const [, ...recordings] = (await readFile(cassette, 'utf8')).split('\n');
  await writeFile(cassette, [JSON.stringify({ cassette: 1, note: NOTE }), ...recordings].join('\n'));
} finally {
  await server.close();
  await rm(folder, { recursive: true, force: true });
}
