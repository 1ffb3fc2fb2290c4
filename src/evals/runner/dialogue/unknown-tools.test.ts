import { expect, test } from 'vitest';
import { runRequest } from '../../../../test/support/eval-suite.ts';
import { unknownTools } from './unknown-tools.ts';

const tools = [{ type: 'function', function: { name: 'get_weather', parameters: {} } }];
const { version } = runRequest({ rows: [], content: { tools } });
const given = (name: string) => ({ dialogue: { toolResults: { [name]: [1] } } });

test('names a misspelt tool before anything is asked', () => {
  expect(unknownTools({ version }, given('get_wether'))).toEqual([
    expect.stringMatching(/no tool "get_wether".*Did you mean "get_weather"/),
  ]);
  expect(unknownTools({ version }, given('get_weather'))).toEqual([]);
});

test('says nothing of an older baseline, which may lack the tool', () => {
  expect(unknownTools({ version, ignoreExtraInputs: true }, given('other'))).toEqual([]);
});
