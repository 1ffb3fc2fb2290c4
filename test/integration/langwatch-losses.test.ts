import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COLD_MODEL, type FakeLangwatch, fakeLangwatch } from '../support/fake-langwatch.ts';
import { GREET, type LangwatchWorkspace, langwatchWorkspace, plainPrompt, pushedToLangwatch } from '../support/langwatch-workspace.ts';

let langwatch: FakeLangwatch;
let project: LangwatchWorkspace;
beforeEach(async () => {
  langwatch = await fakeLangwatch();
});
afterEach(() => langwatch.close());

const writes = () => langwatch.requests.filter((request) => !request.startsWith('GET'));

/** Changes a file, locks and commits. */
async function change(path: string, from: string, to: string): Promise<void> {
  project.edit(path, from, to);
  await project.run('lock');
  project.commit();
}

describe('what LangWatch would lose', () => {
  test('is named, all of it, before anything is sent', async () => {
    project = langwatchWorkspace(langwatch, {
      'prompts/shared/tone.partial.md': 'Be short.\n',
      'prompts/toned.prompt.yaml': plainPrompt('You greet. {% render "shared/tone" %}'),
      'prompts/Loud.prompt.yaml': plainPrompt('Shout.'),
      'prompts/rich.prompt.yaml': `${plainPrompt('Rich.').replace('max_tokens: 300', 'top_p: 0.9\n  stop: [END]')}risk: low\ninputs: { question: { type: string, maxLength: 5 } }\n`,
    });
    await project.run('lock');
    project.commit();
    const { exitCode, stderr } = await project.run('push');
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('[langwatch-unsayable]')]);
    for (const loss of [
      'Loud: id',
      'toned: partial shared/tone',
      'modelParameters.topP',
      'modelParameters.stop',
      'inputs.question',
      'risk',
    ]) {
      expect(stderr).toContain(loss);
    }
    expect(writes()).toEqual([]);
  });

  test('does not become the newest version: the one before is restored', async () => {
    project = await pushedToLangwatch(langwatch);
    await change(GREET, 'openai/gpt-4o-mini', COLD_MODEL);
    const { exitCode, stderr } = await project.run('push');
    expect([exitCode, stderr]).toEqual([
      7,
      expect.stringMatching(/otherwise than it was sent: modelParameters.temperature. Version 1 is the newest again.*\[upload-altered\]/s),
    ]);
    expect(langwatch.newest('greet')).toMatchObject({ version: 3, config: { model: 'openai/gpt-4o-mini', temperature: 0.2 } });
  });

  test('is a parameter that it would keep although it was taken out', async () => {
    project = await pushedToLangwatch(langwatch);
    await change(GREET, '  temperature: 0.2\n', '');
    expect(await project.run('push')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('modelParameters.temperature, which LangWatch would keep'),
    });
    expect(langwatch.newest('greet').version).toBe(1);
  });

  test('is neither the order of keys in a schema nor the inputs that it finds', async () => {
    const declared = `${plainPrompt('Answer about {{ topic }}.')}inputs:\n  question: { type: string }\n  topic: { type: string }\n  depth: { type: number }\n`;
    const schema = `responseFormat: json_schema\njsonSchema:\n  name: answer\n  schema: { type: object, properties: { zeta: { type: string }, a: { type: number } }, required: [zeta] }\n`;
    project = await pushedToLangwatch(langwatch, {
      'prompts/declared.prompt.yaml': declared,
      'prompts/form.prompt.yaml': plainPrompt('Form.') + schema,
    });
    expect(await project.run('status', '--check')).toMatchObject({ exitCode: 0 });
    langwatch.edit('form', { prompt: 'Fill the form.' });
    expect(await project.run('pull')).toMatchObject({ exitCode: 0 });
    expect(project.text('prompts/form.prompt.yaml')).toBe(plainPrompt('Fill the form.') + schema);
  });
});
