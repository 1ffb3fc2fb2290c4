import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ACTION_COMMANDS, INPUT_DEFAULTS } from '../../src/action/runner/inputs.ts';
import { buildProgram } from '../../src/cli/program/program.ts';
import { actionManifest } from '../support/workflow-step.ts';

const { inputs, outputs, runs } = actionManifest();
const page = readFileSync('docs/github-action.md', 'utf8');

/** The cells of the table under a heading, by their first. */
function tableOf(heading: string): Map<string, string[]> {
  const [, section = ''] = page.split(`## ${heading}\n`);
  const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)];
  return new Map(rows.map(([, name = '', rest = '']) => [name, rest.split('|').map((cell) => cell.trim())]));
}

describe('action.yml', () => {
  test('has the inputs and defaults that the program reads', () => {
    const defaults = Object.fromEntries(Object.entries(inputs).map(([name, { default: text = '' }]) => [name, text]));
    expect(defaults).toEqual({ ...INPUT_DEFAULTS, token: `$\{{ github.token }}` });
  });

  test('names every command that the program takes', () => {
    expect(ACTION_COMMANDS.filter((command) => !new RegExp(`\\b${command}\\b`).test(inputs.command?.description ?? ''))).toEqual([]);
  });

  test('offers no command that the command line does not have', () => {
    const names = buildProgram(() => async () => {}).commands.map((command) => command.name());
    expect(ACTION_COMMANDS.filter((command) => command !== 'comment' && !names.includes(command))).toEqual([]);
  });

  test('runs a file of the bundle', () => {
    expect(runs).toEqual({ using: 'node24', main: '.github/action/dist/action/main.js' });
    expect(existsSync(runs.main)).toBe(true);
  });
});

describe('docs/github-action.md', () => {
  test('lists the inputs with their defaults, and no others', () => {
    const listed = [...tableOf('Inputs')].map(([name, [fallback = '']]) => [name, fallback.replaceAll('`', '')]);
    const declared = Object.entries(inputs).map(([name, { default: text = '' }]) => [name, text]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(declared));
  });

  test('lists the outputs, and no others', () => {
    expect([...tableOf('Outputs').keys()].sort()).toEqual(Object.keys(outputs).sort());
  });
});
