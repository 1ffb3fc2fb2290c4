import { describe, expect, test } from 'vitest';
import type { LibrarySource } from './library.ts';
import { readLibrary } from './read-library.ts';

const prompt = (id: string, content: string, rest = ''): LibrarySource => ({
  kind: 'prompt',
  path: `prompts/${id}.prompt.yaml`,
  id,
  text: `messages:\n  - role: user\n    content: |-\n${content
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n')}\n${rest}`,
});
const partial = (id: string, text: string): LibrarySource => ({ kind: 'partial', path: `prompts/${id}.partial.md`, id, text });
const findings = (...sources: LibrarySource[]) =>
  readLibrary(sources).diagnostics.map(({ file, rule, severity, range }) => `${file}:${range.line}:${range.column} ${severity} ${rule}`);

describe('readLibrary', () => {
  test('finds nothing wrong with prompts that name what is there', () => {
    expect(findings(prompt('a', 'Hi {{ name }}. {% render "shared/tone" %}'), partial('shared/tone', 'Be brief, {{ name }}.'))).toEqual([]);
  });

  test('names both files that claim one id, without regard to case', () => {
    const { diagnostics, prompts } = readLibrary([prompt('Greet', 'Hi'), prompt('greet', 'Hello')]);
    expect(diagnostics).toMatchObject([
      { rule: 'duplicate-id', file: 'prompts/greet.prompt.yaml', message: expect.stringContaining('prompts/Greet.prompt.yaml') },
    ]);
    expect([...prompts.keys()]).toEqual(['Greet']);
  });

  test('gives a prompt and a partial one namespace', () => {
    expect(findings(prompt('tone', 'Hi'), partial('tone', 'Be brief'))).toEqual(['prompts/tone.partial.md:1:1 error duplicate-id']);
  });

  test('takes the id that a file gives itself', () => {
    expect([...readLibrary([prompt('old/place', 'Hi', 'id: support/greet\n')]).prompts.keys()]).toEqual(['support/greet']);
  });

  test('refuses a path that gives no id', () => {
    expect(findings(prompt('my prompt', 'Hi'))).toEqual(['prompts/my prompt.prompt.yaml:1:1 error id-invalid']);
  });

  test('points to the template error inside the YAML', () => {
    expect(findings(prompt('a', 'Hello\n  {% if name %}\nno end'))).toEqual(['prompts/a.prompt.yaml:5:9 error template-syntax']);
  });

  test('points to a missing partial where it is named', () => {
    expect(findings(prompt('a', 'Hello\n{% render "shared/tone" %}'))).toEqual(['prompts/a.prompt.yaml:5:7 error partial-missing']);
  });

  test('shows the chain of a cycle', () => {
    const { diagnostics } = readLibrary([
      prompt('a', '{% render "b" %}'),
      partial('b', '{% render "c" %}'),
      partial('c', '{% render "b" %}'),
    ]);
    expect(diagnostics).toMatchObject([{ rule: 'partial-cycle', message: expect.stringContaining('b → c → b') }]);
  });

  test('asks for every used variable once inputs are declared, those of partials included', () => {
    const declared = 'inputs:\n  name: { type: string }\n  spare: { type: string }\n';
    expect(findings(prompt('a', '{{ name }} {{ plan }}\n{% render "t" %}', declared), partial('t', 'For {{ city }}'))).toEqual([
      'prompts/a.prompt.yaml:4:21 error variable-undeclared',
      'prompts/a.prompt.yaml:5:7 error variable-undeclared',
      'prompts/a.prompt.yaml:8:10 warning input-unused',
    ]);
  });

  test('infers inputs where none are declared', () => {
    expect(findings(prompt('a', '{{ anything }}'))).toEqual([]);
  });

  test('points to the error of a partial below its front matter', () => {
    expect(findings(partial('t', '---\ntemplate: liquid\n---\nHello\n{{ name | shout }}\n'))).toEqual([
      'prompts/t.partial.md:5:11 error filter-unknown',
    ]);
  });

  test('refuses a pattern that could be slow', () => {
    const declared = 'inputs:\n  name: { type: string, pattern: "(a)\\\\1" }\n';
    expect(findings(prompt('a', '{{ name }}', declared))).toEqual(['prompts/a.prompt.yaml:6:34 error pattern-invalid']);
  });

  test('names a guardrail set that is not there', () => {
    expect(findings(prompt('a', 'Hi', 'guardrails:\n  - { uses: shared/brand }\n'))).toEqual([
      'prompts/a.prompt.yaml:6:13 error guardrail-set-missing',
    ]);
  });

  test('knows a guardrail set by the id that its file gives itself', () => {
    const set: LibrarySource = {
      kind: 'guardrail-set',
      path: 'prompts/x.guardrail.yaml',
      id: 'x',
      text: 'id: shared/brand\nchecks:\n  - { uses: max-length, value: 10 }\n',
    };
    expect(findings(prompt('a', 'Hi', 'guardrails:\n  - { uses: shared/brand }\n'), set)).toEqual([]);
  });
});
