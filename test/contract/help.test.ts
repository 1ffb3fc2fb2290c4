import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';

const program = buildProgram(() => async () => {});

/** The help of a command as a terminal of 100 columns shows it. */
function helpOf(command: typeof program): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 100, getOutHasColors: () => false });
  command.outputHelp();
  return text;
}

describe('help', () => {
  test('of the program', async () => {
    await expect(helpOf(program)).toMatchFileSnapshot('../../fixtures/help/promptlane.txt');
  });

  test.each(program.commands.map((command) => [command.name(), command] as const))('of %s', async (name, command) => {
    const text = helpOf(command);
    expect(text.startsWith('Examples:\n')).toBe(true);
    await expect(text).toMatchFileSnapshot(`../../fixtures/help/${name}.txt`);
  });
});
