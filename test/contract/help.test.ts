import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program/program.ts';
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

/** `config explain` is in config-explain.txt. */
function fileName(command: typeof program): string {
  return command.parent === program || command.parent === null ? command.name() : `${fileName(command.parent)}-${command.name()}`;
}

/** The examples of a help, each on one line again. */
function examplesOf(help: string): string[] {
  const [block = ''] = help.split('\n\n');
  return block
    .replaceAll(/ \\\n +/g, ' ')
    .split('\n')
    .flatMap((line) => (line.startsWith('  $ ') ? [line.slice(4)] : []));
}

/** Flags of an example that its command does not have. An example of another command is that one's to check. */
function unknownFlags(example: string, command: typeof program): string[] {
  const known = [...command.options, ...program.options].flatMap(({ long, short }) => [long, short]);
  const own = example
    .replaceAll(/"[^"]*"|'[^']*'/g, '""')
    .replace(/^.*\bpromptlane /, '')
    .replace(/ [|>;].*$/, '');
  if (!` ${own}`.includes(` ${fileName(command).replaceAll('-', ' ')}`)) return [];
  return [...own.matchAll(/(?<=^| )--?[a-z][a-z-]*/gi)].map(([flag]) => flag).filter((flag) => !known.includes(flag));
}

function tooWide(text: string): string[] {
  return text.split('\n').filter((line) => line.length > HELP_WIDTH);
}

describe('help', () => {
  test('of the program', async () => {
    expect(tooWide(helpOf(program))).toEqual([]);
    await expect(helpOf(program)).toMatchFileSnapshot('../../fixtures/help/promptlane.txt');
  });

  test.each(program.commands.flatMap((command) => [command, ...command.commands]).map((command) => [fileName(command), command] as const))(
    'of %s',
    async (name, command) => {
      const text = helpOf(command);
      expect(text.startsWith('Examples:\n')).toBe(true);
      expect(tooWide(text)).toEqual([]);
      for (const example of examplesOf(text)) {
        expect((example.match(/"/g) ?? []).length % 2, example).toBe(0);
        if (command.commands.length === 0) expect(unknownFlags(example, command), example).toEqual([]);
      }
      await expect(text).toMatchFileSnapshot(`../../fixtures/help/${name}.txt`);
    },
  );
});
