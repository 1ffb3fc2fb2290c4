import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { Failure } from '../../base/failure.ts';
import { runnerLog } from './runner-log.ts';
import { writeOutputs } from './write-outputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'promptlane-runner-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads the file as the runner does. */
function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || end === undefined) continue;
    const stop = lines.indexOf(end, at + 1);
    outputs[name] = lines.slice(at + 1, stop).join('\n');
    at = stop;
  }
  return outputs;
}

describe('writeOutputs', () => {
  test('lets no value end itself and set another', async () => {
    const file = join(folder, 'output');
    const values = { result: 'passed', 'report-json': 'a\nEOF\nresult<<EOF\nfailed\nEOF' };
    await writeOutputs(file, values);
    await writeOutputs(file, { cost: '0.1' });
    expect(outputsIn(readFileSync(file, 'utf8'))).toEqual({ ...values, cost: '0.1' });
  });

  test('does nothing where no runner asks for outputs', async () => {
    await writeOutputs(undefined, { result: 'passed' });
    await writeOutputs('', { result: 'passed' });
  });
});

describe('runnerLog', () => {
  const said = async (use: (log: ReturnType<typeof runnerLog>) => unknown) => {
    const texts: string[] = [];
    await use(runnerLog((text) => texts.push(text)));
    return texts.join('');
  };

  test('lets no text start a command of its own', async () => {
    expect(await said((log) => log.warning('x\n::set-output name=result::passed\r\x1b[2J'))).toBe(
      '::warning::x%0A::set-output name=result::passed%0D\uFFFD[2J\n',
    );
  });

  test('says a failure with its code and what to do', async () => {
    const failure = new Failure('usage-invalid', 'No.', { hint: 'Do.' });
    expect(await said((log) => log.failure(failure))).toBe('::error::No. [usage-invalid]%0ADo.\n');
  });

  test('has every line of a secret masked, and nothing for none', async () => {
    expect(await said((log) => log.mask('one\ntwo'))).toBe('::add-mask::one\n::add-mask::two\n');
    expect(await said((log) => log.mask(''))).toBe('');
  });
});
