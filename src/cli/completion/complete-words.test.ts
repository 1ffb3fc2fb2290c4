import { describe, expect, test } from 'vitest';
import { buildProgram } from '../program/program.ts';
import { completeWords } from './complete-words.ts';

const program = buildProgram(() => async () => {});
const complete = (...words: string[]) => completeWords(program, words);
const offered = (...words: string[]) => complete(...words).candidates.map(({ word }) => word);

describe('the last word', () => {
  test('is a command where none stands yet', () => {
    expect(offered('')).toEqual(expect.arrayContaining(['init', 'lock', 'help']));
    expect(offered('config', '')).toContain('explain');
    expect(offered('help', 'config', '')).toContain('explain');
    expect(complete('help', 'show', '')).toEqual({ candidates: [], before: '', typed: '' });
  });

  test('is a flag of the command, or one that every command takes', () => {
    expect(offered('lock', '--')).toEqual(expect.arrayContaining(['--frozen', '--debug', '--help']));
    expect(offered('lock', '--')).not.toContain('--version');
  });

  test('is no flag that was given, except one that may be repeated', () => {
    expect(offered('lock', '--frozen', '--')).not.toContain('--frozen');
    expect(offered('render', 'greet', '--var', 'a=b', '--')).toContain('--var');
  });

  test('is a value of the flag before it, or of the flag that it starts with', () => {
    expect(complete('rollback', '--env', 'p')).toMatchObject({ kind: 'environments', before: '', typed: 'p' });
    expect(complete('rollback', '--env=p')).toMatchObject({ kind: 'environments', before: '--env=', typed: 'p' });
    expect(complete('rollback', '--reason', '-')).toEqual({ candidates: [], before: '', typed: '-' });
  });

  test('is one of the values that a flag has', () => {
    expect(offered('render', 'greet', '--format', '')).toEqual(['text', 'json', 'openai', 'openai-responses', 'anthropic', 'google']);
    expect(offered('check', '--format=')).toContain('sarif');
    expect(offered('import', '--from', '')).toContain('dotprompt');
    expect(offered('export', '--to', '')).not.toContain('langchain');
  });

  test('is an argument by its place, however many flags stand before', () => {
    expect(complete('rollback', '--env', 'production', '--json', '')).toMatchObject({ kind: 'prompts' });
    expect(complete('eval', 'one', 'two', '')).toMatchObject({ kind: 'suites' });
    expect(complete('ls', 'one', '')).toEqual({ candidates: [], before: '', typed: '' });
  });

  test('is an argument behind `--`, also when it looks like a flag', () => {
    expect(complete('eval', '--', '-')).toMatchObject({ kind: 'suites', typed: '-' });
  });

  test('belongs to the folder that -C names', () => {
    expect(complete('-C', 'app', 'show', '')).toMatchObject({ kind: 'references', directory: 'app' });
    expect(complete('show', '--directory=app', '')).toMatchObject({ directory: 'app' });
    expect(complete('-C', '')).toMatchObject({ kind: 'files' });
  });

  test('is nothing behind a command that does not exist', () => {
    expect(offered('lokc', '')).toEqual([]);
  });
});
