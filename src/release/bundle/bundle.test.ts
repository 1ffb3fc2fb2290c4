import { describe, expect, test } from 'vitest';
import { type Digest, digestOf } from '../../base/digest.ts';
import { canonicalJson, type Json } from '../../base/json/canonical-json.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../environment.ts';
import { type Bundle, bundleText, readBundle } from './bundle.ts';

const CONTENT = { v: 1, kind: 'prompt', template: 'none', messages: [{ role: 'user', content: 'Hi' }] };
const DIGEST = digestOf(CONTENT);
const BUNDLE: Bundle = {
  environment: 'production' as EnvironmentName,
  pins: new Map([['greet' as PromptId, DIGEST]]),
  contents: new Map([[DIGEST, canonicalJson(CONTENT)]]),
};
const written = () => JSON.parse(bundleText(BUNDLE)) as Record<string, Json>;

test('is read as it was written', () => {
  expect(readBundle(written())).toEqual(BUNDLE);
});

test('is the same text for the same pins, whatever their order', () => {
  const other = 'sha256:'.padEnd(71, 'b') as Digest;
  const pins: [PromptId, Digest][] = [
    ['b' as PromptId, DIGEST],
    ['a' as PromptId, other],
  ];
  expect(bundleText({ ...BUNDLE, pins: new Map(pins) })).toBe(bundleText({ ...BUNDLE, pins: new Map(pins.toReversed()) }));
});

describe('is refused', () => {
  test.each<[string, Json]>([
    ['as something else', { schema: 'promptlane/bundle/v2' }],
    ['without an environment', { ...written(), environment: 'Production!' }],
    ['with a content that was changed', { ...written(), contents: { [DIGEST]: canonicalJson({ ...CONTENT, template: 'liquid' }) } }],
    ['with a content that is no text', { ...written(), contents: { [DIGEST]: CONTENT } }],
    ['without a content that it pins', { ...written(), contents: {} }],
    ['with a pin that is no digest', { ...written(), pins: { greet: 'latest' } }],
    ['with a list for its pins', { ...written(), pins: [] }],
    ['when it is a text', 'bundle'],
  ])('%s', (_what, document) => {
    expect(() => readBundle(document)).toThrow(expect.objectContaining({ code: 'bundle-invalid' }));
  });
});
