import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analyseTemplate } from './analyse-template.ts';

const names = (text: string) => analyseTemplate(text, 'liquid').variables.map(({ path }) => path);
const rules = (text: string) => analyseTemplate(text, 'liquid').findings.map(({ rule }) => rule);
const first = (text: string) => analyseTemplate(text, 'liquid').findings[0];

describe('variables', () => {
  test('are what the caller must give, with path and place', () => {
    expect(analyseTemplate('Hi\n{{ customer.address.city }}', 'liquid').variables).toEqual([
      { name: 'customer', path: 'customer.address.city', line: 2, column: 4 },
    ]);
  });

  test.each([
    ['loop variables', '{% for x in xs %}{{ x.y }}{{ forloop.index }}{% endfor %}', ['xs']],
    ['assignments', '{% assign a = b %}{{ a }}', ['b']],
    ['captures, but only from where they end', '{% capture a %}{{ a }}{% endcapture %}{{ a }}', ['a']],
    ['table rows', '{% tablerow x in xs cols: n %}{{ x }}{% endtablerow %}', ['xs', 'n']],
    ['counters', '{% increment a %}{{ a }}', []],
    ['members of a literal', '{{ "abc".size }}', []],
    ['raw text and comments', '{% raw %}{{ a }}{% endraw %}{% comment %}{{ b }}{% endcomment %}', []],
  ])('leave out %s', (_what, text, expected) => {
    expect(names(text)).toEqual(expected);
  });

  test('are found in conditions, filters, arguments, ranges, indices and lines of a liquid tag', () => {
    expect(names('{% if a and not b contains c %}{% endif %}')).toEqual(['a', 'b', 'c']);
    expect(names('{{ a | append: b | replace: c, "d" }}')).toEqual(['a', 'b', 'c']);
    expect(names('{% render "p", x: a %}{% for i in (b..c) limit: d %}{% endfor %}')).toEqual(['a', 'b', 'c', 'd']);
    expect(names('{{ a.b[c.d].e }}')).toEqual(['a.b', 'c.d']);
    expect(names('{% liquid\n assign x = a\n echo x | append: b\n%}')).toEqual(['a', 'b']);
    expect(names('{% case a %}{% when b, "c" %}{% endcase %}{% cycle d, e %}')).toEqual(['a', 'b', 'd', 'e']);
  });

  test('count columns in UTF-16 code units, as editors do', () => {
    expect(analyseTemplate('说明 😀 {{ 名前 }}', 'liquid').variables).toEqual([{ name: '名前', path: '名前', line: 1, column: 10 }]);
  });

  test('of the simple dialect are only plain names and paths', () => {
    const analysis = analyseTemplate('{{a}} {{ b.c }} {{#if x}} {% tag %} {{ a | upcase }} {{true}}', 'simple');
    expect(analysis).toMatchObject({ variables: [{ path: 'a' }, { path: 'b.c', column: 10 }], findings: [] });
  });

  test('do not exist in the dialect none', () => {
    expect(analyseTemplate('{{ a }} {% if %}', 'none')).toEqual({ variables: [], partials: [], findings: [] });
  });
});

describe('partials', () => {
  test('are listed with the names that they are given', () => {
    expect(analyseTemplate('{% render "shared/tone", style: s, n: 2 %}', 'liquid').partials).toEqual([
      { id: 'shared/tone', args: ['style', 'n'], line: 1, column: 1 },
    ]);
    expect(analyseTemplate('{% render "item" for list as item, n: 2 %}', 'liquid').partials[0]?.args).toEqual(['n', 'item']);
  });

  test('must have a literal name', () => {
    expect(rules('{% render name %}')).toEqual(['partial-dynamic']);
    expect(rules('{% render "shared/{{ name }}" %}')).toEqual(['partial-dynamic']);
  });

  test('must be given values, not bare names', () => {
    expect(first('{% render "p" style %}')?.message).toContain('`style` has no value');
    expect(rules('{% render "p", a: 1 ; b: 2 %}')).toEqual(['template-syntax']);
  });
});

describe('findings', () => {
  test('name the tag that is not closed', () => {
    expect(first('Hello\n  {% if a %}b')).toMatchObject({ rule: 'template-syntax', line: 2, column: 3, length: 10 });
    expect(first('a {{ b')).toMatchObject({ rule: 'template-syntax', line: 1, column: 3 });
  });

  test('suggest the filter and the tag that were meant', () => {
    expect(first('{{ a | upcse }}')).toMatchObject({ rule: 'filter-unknown', column: 8, length: 5, hint: 'Did you mean `upcase`?' });
    expect(first('{% asign a = 1 %}')).toMatchObject({ rule: 'tag-unknown', hint: 'Did you mean `assign`?' });
    expect(first('{% endif %}')?.message).toContain('outside the tag');
    expect(first('{% if a = b %}{% endif %}')?.hint).toContain('`==`');
  });

  test.each(['include', 'layout', 'block'])('refuse %s and say what to write', (tag) => {
    expect(first(`{% ${tag} "x" %}`)).toMatchObject({ rule: 'tag-refused', hint: expect.stringContaining('render') });
  });

  test('refuse what gives another text every time', () => {
    expect(rules('{{ xs | sample }}')).toEqual(['filter-refused']);
    expect(rules('{{ "now" | date: "%Y" }}{% assign d = "today" | date_to_string %}')).toEqual(['not-reproducible', 'not-reproducible']);
    expect(rules('{{ "2024-01-01" | date: "%Y" }}')).toEqual([]);
  });

  test('refuse filters that run text as code', () => {
    expect(rules('{{ xs | where_exp: "x", code }}')).toEqual(['filter-refused']);
  });

  test('say when a part of an expression would be ignored', () => {
    expect(first('{% if a b %}{% endif %}')).toMatchObject({ rule: 'expression-ignored', message: expect.stringContaining('`a b`') });
    expect(rules('{% for x in xs limt: 2 %}{% endfor %}')).toEqual(['expression-ignored']);
    expect(first('{{ a, b }}')).toMatchObject({ message: '`, b` would be ignored.', column: 5 });
    for (const text of [
      '{{ a ) }}',
      '{% assign a = b, c %}',
      '{% for x in xs | limit: 2 %}{% endfor %}',
      '{% capture a b %}{% endcapture %}',
    ]) {
      expect(rules(text)).toContain('expression-ignored');
    }
  });

  test('accept every form of the tags', () => {
    for (const text of [
      '{% raw %} x {{ y {% endraw %}{% comment %} a, b {% endcomment %}{% # note, more %}',
      '{%- for x in (1..3) reversed limit: 2, offset: 1 -%}{% break %}{% continue %}{% else %}{% endfor %}',
      '{% case a %}{% when 1, 2 or 3 %}{% else %}{% endcase %}{% if a == "x, y" and b %}{% elsif c %}{% else %}{% endif %}',
      '{% cycle "g": "a", "b" %}{% increment n %}{% decrement n %}{% echo a | upcase %}{% unless a %}{% endunless %}',
      '{{ a["x y"][0].z | replace: "a", "b" | default: "c", allow_false: true }}{{ "it\'s" }}{{ (1..3) }}{{ a -}}',
      '{% liquid\n assign x = a\n if x\n echo x\n endif %}{% tablerow x in xs cols: 2 %}{% endtablerow %}{% capture "a b" %}{% endcapture %}',
    ]) {
      expect(rules(text)).toEqual([]);
    }
  });

  test.each([
    ['{{#if x}}', 'Handlebars'],
    ['{{/if}}', 'Handlebars'],
    ['{{> header}}', 'Handlebars'],
    ['{{{html}}}', 'Handlebars'],
    ['{{else}}', 'Handlebars'],
    ['{{helper argument}}', 'Handlebars'],
    ['{% from "x" import y %}', 'Jinja'],
    ['{% set x = 1 %}', 'Jinja'],
    ['{% if a %}{% elif b %}{% endif %}', 'Jinja'],
    ['{% if x is defined %}{% endif %}', 'Jinja'],
    ['{% for x in xs if x %}{% endfor %}', 'Jinja'],
    ['{{ x | default("y") }}', 'Jinja'],
    ['{{ a ~ b }}', 'Jinja'],
    ['{# note #}', 'Jinja'],
  ])('recognise %s', (text, language) => {
    const finding = analyseTemplate(`Dear\n${text}`, 'liquid').findings.find(({ rule }) => rule === 'foreign-syntax');
    expect(`${finding?.hint} ${finding?.message}`).toContain(language);
    expect(finding?.line).toBe(2);
  });

  test('do not take good Liquid for another language', () => {
    for (const text of [
      '{% if a %}',
      '{% for x in xs %}',
      '{{ a | default: "is in if" }}',
      '{% assign a = b | plus: 1 %}',
      'a { b } {# c',
    ]) {
      expect(rules(text)).not.toContain('foreign-syntax');
    }
  });
});

describe('bounds', () => {
  test('a text with thousands of tags is analysed whole', () => {
    expect(analyseTemplate('{{ a }} some words of text '.repeat(2000), 'liquid').variables).toHaveLength(2000);
  });

  test('too many tags, too deep nesting and too long a text are findings', () => {
    expect(rules('{{a}}'.repeat(2001))).toEqual(['template-too-large']);
    expect(rules(`{{ a${' | upcase'.repeat(8000)} }}`)).toEqual(['template-too-large']);
    expect(rules('{% if a %}'.repeat(900) + '{% endif %}'.repeat(900))).toEqual(['template-too-large']);
    expect(rules('x'.repeat(1_000_001))).toEqual(['template-too-large']);
  });

  test('any text gives findings inside the text and never a crash', () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{%',
      '%}',
      ' ',
      'a',
      '.',
      '|',
      '"',
      "'",
      '[',
      ']',
      '(',
      ')',
      '..',
      'if',
      'endif',
      'for',
      'in',
      'raw',
      '\n',
      '-',
      ':',
      ',',
      'render',
      '😀',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
        (text) => {
          const lines = text.split('\n');
          for (const { line, column, length } of analyseTemplate(text, 'liquid').findings) {
            expect(line).toBeGreaterThan(0);
            expect(line).toBeLessThanOrEqual(lines.length);
            expect(column).toBeLessThanOrEqual((lines[line - 1] ?? '').length + 1);
            expect(length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
