import { expect, test } from 'vitest';
import { FORMATS } from '../../formats/formats.ts';
import { FORMAT_NAMES, WRITABLE_FORMAT_NAMES } from './format-names.ts';

test('the names are those of the formats, in their order', () => {
  expect(FORMAT_NAMES).toEqual(FORMATS.map(({ name }) => name));
  expect(WRITABLE_FORMAT_NAMES).toEqual(FORMATS.filter(({ write }) => write !== undefined).map(({ name }) => name));
});
