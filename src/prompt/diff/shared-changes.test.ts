import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import type { PromptId } from '../prompt.ts';
import type { PromptDiff, ReferenceChange } from './prompt-diff.ts';
import { sharedChanges } from './shared-changes.ts';

const change = (id: string, before: string, after: string): ReferenceChange => ({
  id: id as PromptId,
  before: digestOf(before),
  after: digestOf(after),
  words: [],
  fields: [],
});
const diff = (id: string, partials: ReferenceChange[], guardrailSets: ReferenceChange[] = []): PromptDiff => ({
  id: id as PromptId,
  fields: [],
  messages: [],
  partials,
  guardrailSets,
});
const told = (diffs: PromptDiff[]) => sharedChanges(diffs).partials.map(({ id, reaches }) => `${id}: ${reaches}`);

describe('shared changes', () => {
  test('are told once, with every prompt that they reach', () => {
    const tone = change('shared/tone', 'a', 'b');
    expect(told([diff('one', [tone]), diff('two', [change('shared/law', 'a', 'b'), tone])])).toEqual([
      'shared/tone: one,two',
      'shared/law: two',
    ]);
  });

  test('are two where prompts have different versions of one partial', () => {
    expect(told([diff('one', [change('tone', 'a', 'c')]), diff('two', [change('tone', 'b', 'c')])])).toEqual(['tone: one', 'tone: two']);
  });

  test('reach a prompt that comes or goes with them', () => {
    const { before: _before, ...come } = change('tone', 'a', 'b');
    const { after: _after, ...other } = change('tone', 'x', 'b');
    expect(told([diff('new', [come]), diff('one', [change('tone', 'a', 'b')]), diff('gone', [other])])).toEqual([
      'tone: one,new',
      'tone: gone',
    ]);
  });

  test('keep partials and guardrail sets apart', () => {
    const { partials, guardrailSets } = sharedChanges([diff('one', [], [change('brand', 'a', 'b')])]);
    expect([partials, guardrailSets.map(({ id }) => id)]).toEqual([[], ['brand']]);
  });
});
