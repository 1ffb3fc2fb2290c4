import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { fitHelp, HELP_WIDTH } from '../../src/cli/terminal/fit-help.ts';

const program = buildProgram(() => async () => {});

/** The help of a command as a terminal of 80 columns shows it, and every wider one. */
function helpOf(command: typeof program): string {
  let text = '';
  command.configureOutput({
    writeOut: (part) => (text += fitHelp(part, HELP_WIDTH)),
    getOutHelpWidth: () => HELP_WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text;
}

function tooWide(text: string): string[] {
  return text.split('\n').filter((line) => line.length > HELP_WIDTH);
}

describe('help', () => {
  test('of the program', async () => {
    expect(tooWide(helpOf(program))).toEqual([]);
    await expect(helpOf(program)).toMatchFileSnapshot('../../fixtures/help/promptlane.txt');
  });

  test.each(program.commands.map((command) => [command.name(), command] as const))('of %s', async (name, command) => {
    const text = helpOf(command);
    expect(text.startsWith('Examples:\n')).toBe(true);
    expect(tooWide(text)).toEqual([]);
    await expect(text).toMatchFileSnapshot(`../../fixtures/help/${name}.txt`);
  });
});
