import { describe, expect, test } from 'vitest';
import { numberedRows, runRequest } from '../../../test/support/eval-suite.ts';
import { ECHO, EQUALS, scriptedModel } from '../../../test/support/scripted-model.ts';
import { runSuite } from './run-suite.ts';

describe('the preflight', () => {
  test('names the case and the variable that is missing, at its row, before the first call', async () => {
    const { model, seen } = scriptedModel(ECHO);
    const request = runRequest({ rows: [{ q: 'x' }, { id: 'second', other: 'y' }] });

    const failure = await runSuite(request, { model, clock: Date.now, random: () => 0 }).catch((error) => error);

    expect(failure).toMatchObject({ code: 'suite-invalid', message: expect.stringContaining('"second" cannot be rendered') });
    expect(failure.message).toContain('`q`');
    expect(failure.details.diagnostics).toMatchObject([{ file: 'cases.jsonl', range: { line: 2 }, rule: 'case-unrenderable' }]);
    expect(seen.calls).toBe(0);
  });

  test('names the case that a scorer cannot judge', async () => {
    const request = runRequest({ rows: [{ q: 'x', expected: 'a' }, { q: 'y' }], scorers: [EQUALS] });

    const failure = await runSuite(request, { model: scriptedModel(ECHO).model, clock: Date.now, random: () => 0 }).catch((error) => error);

    expect(failure.details.diagnostics.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringMatching(/^The scorer "right" cannot judge the case "[0-9a-f]{12}" of ask: the case has no `expected`\.$/),
    ]);
  });

  test('shows twenty findings and counts the others', async () => {
    const request = runRequest({ rows: Array.from({ length: 50 }, (_, n) => ({ other: n })) });

    const failure = await runSuite(request, { model: scriptedModel(ECHO).model, clock: Date.now, random: () => 0 }).catch((error) => error);

    expect(failure.details.diagnostics).toHaveLength(21);
    expect(failure.details.diagnostics.at(-1).message).toBe('30 more findings like these.');
  });

  test('names a suite and prompt without a model', async () => {
    const request = runRequest({ rows: numberedRows(1) });
    const { model: _, ...content } = request.version.content;

    await expect(
      runSuite(
        { ...request, version: { ...request.version, content } },
        { model: scriptedModel(ECHO).model, clock: Date.now, random: () => 0 },
      ),
    ).rejects.toThrow('Neither the suite "small" nor the prompt ask names a model.');
  });

  test('leaves out what an older version does not declare, when told to', async () => {
    const request = runRequest({ rows: [{ q: 'x', added: 'later' }], content: { inputs: { q: { type: 'string' } } } });
    const ports = { model: scriptedModel(ECHO).model, clock: Date.now, random: () => 0 };

    await expect(runSuite(request, ports)).rejects.toThrow('added');
    const texts: unknown[] = [];
    await runSuite({ ...request, ignoreExtraInputs: true }, ports, { onResult: ({ answer }) => void texts.push(answer?.text) });
    expect(texts).toEqual(['x']);
  });
});
