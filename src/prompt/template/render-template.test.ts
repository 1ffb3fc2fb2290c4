import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { PartialContent, PromptId, TemplateDialect } from '../prompt.ts';
import { parsedTemplate } from './parsed-template.ts';
import { renderTemplate } from './render-template.ts';

const partial = (text: string, template: TemplateDialect = 'liquid'): PartialContent => ({ template, text });
const partialsOf = (contents: Record<string, PartialContent>) => new Map(Object.entries(contents) as [PromptId, PartialContent][]);
const render = (text: string, variables: JsonObject = {}, contents: Record<string, PartialContent> = {}) =>
  renderTemplate(text, 'liquid', variables, partialsOf(contents));

function failure(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('rendering', () => {
  test('prints objects and lists as JSON, nothing for null, text as it is', () => {
    const variables = { list: [1, 'a', { b: null }], object: { b: [true] }, nothing: null, text: '<b> "q"', number: 1.5 };
    expect(render('{{ list }} {{ object }} [{{ nothing }}] {{ text }} {{ number }}', variables)).toBe(
      '[1,"a",{"b":null}] {"b":[true]} [] <b> "q" 1.5',
    );
    expect(render('{% capture x %}{{ list }}{% endcapture %}{{ x }}', variables)).toBe('[1,"a",{"b":null}]');
    expect(render('{{ list | join: "; " }}', variables)).toBe('1; a; {"b":null}');
  });

  test('shows the prompt variables inside partials, and arguments shadow them', () => {
    const contents = { 'shared/tone': partial('{{ tone }} to {{ name }}') };
    expect(
      render(
        '{% render "shared/tone" %}; {% render "shared/tone", name: other.x %}',
        { tone: 'Kind', name: 'A', other: { x: 'B' } },
        contents,
      ),
    ).toBe('Kind to A; Kind to B');
  });

  test('keeps what a template assigns out of its partials', () => {
    expect(failure(() => render('{% assign a = 1 %}{% render "x" %}', {}, { x: partial('{{ a }}') })).message).toContain('`a`');
  });

  test('renders a partial for each item', () => {
    expect(
      render('{% render "row" for rows as row, end: ";" %}', { rows: [{ n: 1 }, { n: 2 }] }, { row: partial('{{ row.n }}{{ end }}') }),
    ).toBe('1;2;');
  });

  test('gives each partial its own dialect', () => {
    const contents = { simple: partial('{{ a }} {% if %}', 'simple'), none: partial('{{ a }}', 'none') };
    expect(render('{% render "simple" %}|{% render "none" %}', { a: 1 }, contents)).toBe('1 {% if %}|{{ a }}');
  });

  test('keeps CRLF, CJK and emoji', () => {
    expect(render('あ\r\n{{ a }}\r\n', { a: '😀👨‍👩‍👧' })).toBe('あ\r\n😀👨‍👩‍👧\r\n');
  });

  test('finds members of lists without looking at the variables', () => {
    const variables = { items: [{ kind: 'a', n: 1 }, { n: 2 }], kind: 'a' };
    expect(render('{{ items | where: "kind", "a" | map: "n" | join }}{{ items | reject: "kind" | map: "n" | join }}', variables)).toBe(
      '12',
    );
    expect(
      render('{% assign g = items | group_by: "kind" %}{{ g[0].name }}{{ g[1].items[0].n }}{{ items | has: "n", 2 }}', variables),
    ).toBe('a2true');
  });

  test('prints dates in UTC whatever the zone of the machine', () => {
    expect(render('{{ "2024-05-06 07:08" | date: "%d %b %H:%M" }} {{ "2024-05-06T07:08:00+02:00" | date: "%H:%M %z" }}')).toBe(
      '06 May 07:08 05:08 +0000',
    );
    expect(render('{{ "May 6, 2024" | date: "%F" }} {{ 0 | date: "%Y" }} {{ "no date" | date: "%Y" }}'.replace('%F', '%Y-%m-%d'))).toBe(
      '2024-05-06 1970 no date',
    );
  });

  test('any text in the dialect none, and any text without braces, is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(renderTemplate(text, 'none', {}, new Map())).toBe(text);
        if (!text.includes('{')) expect(render(text)).toBe(text);
      }),
    );
  });
});

describe('failures', () => {
  test('name the undefined variable and its place', () => {
    const { code, message, hint, details } = failure(() => render('Hi\n {{ ticket.subjct }}', { ticket: {} }));
    expect({ code, message }).toEqual({ code: 'render-failed', message: 'The variable `ticket.subjct` has no value (line 2, column 5).' });
    expect(hint).toContain('ticket');
    expect(details).toEqual({ line: 2, column: 5 });
  });

  test('suggest the variable that was meant', () => {
    expect(failure(() => render('{{ tickt }}', { ticket: 1 })).hint).toBe('Did you mean `ticket`?');
  });

  test('name the partial in which it happened', () => {
    expect(failure(() => render('{% render "a" %}', {}, { a: partial('{% render "b" %}'), b: partial('\n{{ x }}') })).message).toBe(
      'The variable `x` has no value (b, line 2, column 4).',
    );
    expect(failure(() => render('{% render "a" %}', {}, { a: partial('{% if %}') })).message).toContain('(a, line 1, column 1)');
  });

  test('come from the same rules as the analysis', () => {
    expect(failure(() => render('{{ x | upcse }}', { x: 1 }))).toMatchObject({ code: 'template-invalid', hint: 'Did you mean `upcase`?' });
    expect(failure(() => render('{{ a b }}', { a: 1, b: 1 })).code).toBe('template-invalid');
  });

  test('let a condition and a default ask for what is not there', () => {
    expect(render('{% if a %}x{% endif %}{% unless a %}y{% endunless %}{{ a | default: "z" }}')).toBe('yz');
  });
});

describe('security', () => {
  test('no file is ever read, whatever its name', () => {
    for (const name of ['/etc/passwd', './package.json', '../package.json', 'package.json', '__proto__', 'constructor']) {
      expect(failure(() => render(`{% render "${name}" %}`)).message).toContain(`There is no partial \`${name}\``);
    }
    expect(failure(() => render('{% include "package.json" %}')).code).toBe('template-invalid');
  });

  test('prototypes cannot be reached', () => {
    for (const path of [
      'x.constructor',
      'x.__proto__',
      'x["constructor"]',
      'x.toString',
      'list.constructor',
      'text.constructor',
      'constructor',
      '__proto__',
    ]) {
      expect(failure(() => render(`{{ ${path} }}`, { x: {}, list: [], text: '' })).code).toBe('render-failed');
    }
    const variables = JSON.parse('{"__proto__": {"polluted": 1}, "a": {"constructor": "own"}}') as JsonObject;
    expect(render('{{ a.constructor }}{{ __proto__.polluted }}{% assign __proto__ = a %}', variables)).toBe('own1');
    expect(
      render('{% for __proto__ in xs %}{% endfor %}{% render "p", __proto__: a %}', { xs: [{ b: 1 }], a: { b: 1 } }, { p: partial('ok') }),
    ).toBe('ok');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('values are never rendered a second time', () => {
    const value = '{{ secret }}{% render "p" %}{% raw %}';
    expect(
      render('{{ v }}{% assign w = v | append: "" %}{{ w }}{% capture c %}{{ v }}{% endcapture %}{{ c }}', { v: value, secret: 's' }),
    ).toBe(value.repeat(3));
    expect(renderTemplate('{{ v }}', 'simple', { v: value }, new Map())).toBe(value);
  });

  test('values that are not plain JSON are refused by name, and getters are read once at most', () => {
    const cyclic: { self?: unknown } = {};
    cyclic.self = cyclic;
    for (const bad of [() => 1, new Date(0), new Map(), 10n, Number.NaN, Symbol('x'), cyclic]) {
      expect(failure(() => render('x', { a: { b: bad } } as unknown as JsonObject))).toMatchObject({ code: 'variables-invalid' });
    }
    expect(failure(() => render('x', { a: [new Date(0)] } as unknown as JsonObject)).message).toBe('The variable `a[0]` is not JSON.');
    let reads = 0;
    const sly = {
      get a() {
        reads += 1;
        return `value ${reads}`;
      },
    };
    expect(render('{{ a }}{{ a }}', sly)).toBe('value 1value 1');
  });

  test('the caller’s values are never changed', () => {
    const variables = { list: [3, 1, 2], n: 5 };
    render('{{ list | sort | push: 4 | reverse }}{% increment n %}{% assign list = n %}', variables);
    expect(variables).toEqual({ list: [3, 1, 2], n: 5 });
  });

  test('unbounded loops end', () => {
    expect(failure(() => render('{% for i in (1..100000000) %}{% endfor %}')).message).toContain('too long a list');
    const nested = '{% for a in (1..9999) %}'.repeat(4);
    expect(failure(() => render(`${nested}${'{% endfor %}'.repeat(4)}`)).message).toContain('too long');
  });

  test.each([
    ['appending', '{% assign s = "0123456789" %}', '{% assign s = s | append: s %}', '{{ s | size }}'],
    ['capturing', '{% assign s = "0123456789" %}', '{% capture s %}{{ s }}{{ s }}{% endcapture %}', '{{ s | size }}'],
    ['lists of lists', '{% assign s = "a" | split: "," %}', '{% assign s = s | push: s | push: s %}', '{{ s }}'],
    ['joining lists', '{% assign s = "a,b" | split: "," %}', '{% assign s = s | concat: s %}', '{{ s | join }}'],
    ['replacing', '{% assign s = "aa" %}', '{% assign s = s | replace: "a", s %}', '{{ s | size }}'],
    ['escaping', '{% assign s = "%%" %}', '{% assign s = s | url_encode | append: s %}', '{{ s | size }}'],
  ])('memory bombs by %s end', (_how, start, step, end) => {
    const before = process.memoryUsage().rss;
    expect(failure(() => render(start + step.repeat(60) + end)).message).toMatch(/too much text|too long/);
    expect(process.memoryUsage().rss - before).toBeLessThan(800_000_000);
  });

  test('literal text repeated without end ends', () => {
    expect(failure(() => render(`{% for a in (1..100000) %}${'x'.repeat(10_000)}{% endfor %}`)).message).toContain('too much text');
  });

  test('partials that include each other end, with the chain', () => {
    expect(
      failure(() => render('{% render "a" %}', {}, { a: partial('{% render "b" %}'), b: partial('{% render "a" %}') })).message,
    ).toContain('a → b → a');
  });

  test('a value cannot bring the time in', () => {
    expect(failure(() => render('{{ d | date: "%Y" }}', { d: 'now' })).message).toContain('another text every time');
  });
});

describe('speed', () => {
  test('renders of one text parse it once', () => {
    const text = '{{ a }}';
    const parsed = parsedTemplate(text, 'liquid');
    for (let index = 0; index < 100; index += 1) expect(render(text, { a: index })).toBe(String(index));
    expect(parsedTemplate(text, 'liquid')).toBe(parsed);
  });
});
