import { describe, expect, test } from 'vitest';
import type { Json } from '../../../base/json/canonical-json.ts';
import { readYaml } from '../safe-yaml.ts';
import type { ValuePath } from '../yaml/locate.ts';
import type { Edit } from './edit.ts';
import { editPrompt } from './edit-prompt.ts';
import { editYaml } from './edit-yaml.ts';

const edited = (text: string, ...edits: Edit[]) => editYaml({ file: 'a.yaml', text }, edits);
const set = (path: ValuePath, value: Json): Edit => ({ kind: 'set', path, value });
const remove = (...path: ValuePath): Edit => ({ kind: 'remove', path });
const insert = (path: ValuePath, value: Json): Edit => ({ kind: 'insert', path, value });

describe('one value', () => {
  test.each<[string, string, Edit, string]>([
    ['keeps plain text plain, and the comment behind it', 'a: x  # c\nb: 1\n', set(['a'], 'y z'), 'a: y z  # c\nb: 1\n'],
    ['quotes what a plain text cannot say', 'a: x # c\n', set(['a'], '{{x}}'), 'a: "{{x}}" # c\n'],
    ['keeps double quotes', 'a: "x" # c\n', set(['a'], 'say "y"'), 'a: "say \\"y\\"" # c\n'],
    ['keeps single quotes', "a: 'x'\n", set(['a'], "it's"), "a: 'it''s'\n"],
    ['puts a number where a text was', "a: 'x'\nb: y\n", set(['a'], 1.5), 'a: 1.5\nb: y\n'],
    ['fills an empty value', 'a:   # c\nb:\n', set(['a'], 'x'), 'a: x   # c\nb:\n'],
    ['fills an empty item', '-\n- y\n', set([0], 'x'), '- x\n- y\n'],
    ['turns a text on one line into a block below its comment', 'a: x # c\nb: 1\n', set(['a'], 'x\ny'), 'a: |- # c\n  x\n  y\nb: 1\n'],
    ['replaces a quoted text of several lines', 'a: "x\n  y" # c\nb: 1\n', set(['a'], 'z'), 'a: "z" # c\nb: 1\n'],
    ['replaces an alias and not what it names', 'a: &k 1\nb: *k # c\n', set(['b'], 2), 'a: &k 1\nb: 2 # c\n'],
    ['keeps an anchor that nobody uses', 'a: &k 1\n', set(['a'], 2), 'a: &k 2\n'],
    ['keeps CRLF and the byte order mark', '\uFEFFa: x\r\nb: y\r\n', set(['a'], 'p\nq'), '\uFEFFa: |-\r\n  p\r\n  q\r\nb: y\r\n'],
    ['changes a value in braces', 'a: { b: 1, c: "x" } # c\n', set(['a', 'c'], 'y, z'), 'a: { b: 1, c: "y, z" } # c\n'],
    ['quotes in braces what would end there', 'a: [x, y]\n', set(['a', 1], 'p, q'), 'a: [x, "p, q"]\n'],
    ['fills a key that stands alone in braces', 'a: { b, c: }\n', set(['a', 'b'], 1), 'a: { b: 1, c: }\n'],
    ['fills an empty value in braces', 'a: { b, c: }\n', set(['a', 'c'], 1), 'a: { b, c: 1 }\n'],
    ['writes JSON in JSON', '{"a": {"b": 1}, "c": "x"}\n', set(['a', 'b'], ['y']), '{"a": {"b": ["y"]}, "c": "x"}\n'],
    ['puts a block in the place of a value', 'a: x # c\nb: 1\n', set(['a'], [{ p: 1 }]), 'a: # c\n  - { p: 1 }\nb: 1\n'],
    ['puts a value in the place of a block', 'a: # c\n  - 1\n  - 2 # d\nb: 1\n', set(['a'], 'x'), 'a: x # c\nb: 1\n'],
    ['puts a value in the place of an item of several lines', '- a: 1\n  b: 2\n- c\n', set([0], 'x'), '- x\n- c\n'],
    ['puts a mapping in the place of an item', '- x # c\n- y\n', set([0], { a: 'p\nq', b: 1 }), '- a: |- # c\n    p\n    q\n  b: 1\n- y\n'],
  ])('%s', (_promise, text, edit, wanted) => expect(edited(text, edit)).toBe(wanted));
});

describe('a text in a block', () => {
  test.each<[string, string, Edit, string]>([
    ['keeps its indentation and comment', 'a: |-  # c\n    x\n    y\n\nb: 1\n', set(['a'], 'x\nz'), 'a: |-  # c\n    x\n    z\n\nb: 1\n'],
    ['takes the chomping that it needs', 'a: |-\n  x\n\nb: 1\n', set(['a'], 'x\n'), 'a: |\n  x\n\nb: 1\n'],
    ['does not take the empty line below for its own', 'a: |-\n  x\n\nb: 1\n', set(['a'], 'x\n\n\n'), 'a: |+\n  x\n\n\nb: 1\n'],
    ['gives up empty lines of its own', 'a: |+\n  x\n\n\nb: 1\n', set(['a'], 'y\n'), 'a: |+\n  y\nb: 1\n'],
    ['names the indentation of a text that begins with space', 'a:\n  b: |\n     x\n', set(['a', 'b'], ' y\n'), 'a:\n  b: |3\n      y\n'],
    ['stays a block with one line', 'a: |\n  x\n  y\n', set(['a'], 'x'), 'a: |-\n  x\n'],
    ['becomes quoted when it must', 'a: | # c\n  x\n  y\nb: 1\n', set(['a'], 'x\r\n'), 'a: "x\\r\\n" # c\nb: 1\n'],
    ['becomes a number', '- |\n  x\n- y\n', set([0], 4), '- 4\n- y\n'],
    ['fills an empty block', 'a: |-\nb: 1\n', set(['a'], 'x\ny'), 'a: |-\n  x\n  y\nb: 1\n'],
    ['ends a file without a line end', 'a: |-\n  x', set(['a'], 'y\nz'), 'a: |-\n  y\n  z'],
  ])('%s', (_promise, text, edit, wanted) => expect(edited(text, edit)).toBe(wanted));

  const folded = 'a: >-\n  one two\n  three\n\n  four five\n  six\n\n\n  seven\nb: 1\n';

  test('keeps the folds of the paragraphs that stay', () => {
    expect(edited(folded, set(['a'], 'one two three\nfour 5 six\n\nseven'))).toBe(
      'a: >-\n  one two\n  three\n\n  four 5 six\n\n\n  seven\nb: 1\n',
    );
    expect(edited(folded, set(['a'], 'new\none two three\nfour five six\n\nseven'))).toBe(
      'a: >-\n  new\n\n  one two\n  three\n\n  four five\n  six\n\n\n  seven\nb: 1\n',
    );
  });

  test('becomes literal where folding would change it', () => {
    expect(edited(folded, set(['a'], 'one\n  two'))).toBe('a: |-\n  one\n    two\nb: 1\n');
  });
});

describe('members and items', () => {
  const prompt = (text: string, ...edits: Edit[]) => editPrompt({ file: 'a.prompt.yaml', text }, edits);
  const file = 'model: m # fast\nmessages:\n- role: user\n  content: |-\n    Hi\n\n# the end\n';

  test('a new key of a prompt stands where it usually does', () => {
    expect(prompt(file, set(['modelParameters', 'temperature'], 0), set(['name'], 'Name'), set(['risk'], 'low'))).toBe(
      'name: Name\nmodel: m # fast\nmodelParameters: { temperature: 0 }\nmessages:\n- role: user\n  content: |-\n    Hi\nrisk: low\n\n# the end\n',
    );
  });

  test('a new message looks like its neighbours', () => {
    expect(prompt(file, insert(['messages', 0], { role: 'system', content: 'Be kind.' }))).toBe(
      file.replace('messages:\n', 'messages:\n- role: system\n  content: Be kind.\n'),
    );
    expect(prompt(file, insert(['messages', 1], { role: 'system', content: 'a\nb' }))).toBe(
      file.replace('    Hi\n', '    Hi\n- role: system\n  content: |-\n    a\n    b\n'),
    );
  });

  test.each<[string, string, Edit[], string]>([
    ['into braces', 'a: {b: 1}\n', [set(['a', 'c'], 'x')], 'a: {b: 1, c: x}\n'],
    ['into empty braces', 'a: {} # c\nb: []\n', [set(['a', 'c'], 1), insert(['b', 0], 1)], 'a: { c: 1 } # c\nb: [1]\n'],
    [
      'into braces of several lines',
      'a: {\n  b: 1, # c\n  d: 2 # e\n}\n',
      [set(['a', 'f'], 3)],
      'a: {\n  b: 1, # c\n  d: 2, # e\n  f: 3\n}\n',
    ],
    ['into JSON', '{\n  "a": 1\n}\n', [set(['b'], { c: 'x' })], '{\n  "a": 1,\n  "b": { "c": "x" }\n}\n'],
    [
      'into a list at its start, middle and end',
      'a:\n  - 1\n  # two\n  - 2\n',
      [insert(['a', 0], 0), insert(['a', 2], 1.5), insert(['a', 4], 3)],
      'a:\n  - 0\n  - 1\n  - 1.5\n  # two\n  - 2\n  - 3\n',
    ],
    ['into a list in brackets', 'a: [1, 2]\n', [insert(['a', 0], 0), insert(['a', 3], 3)], 'a: [0, 1, 2, 3]\n'],
    ['where nothing is', 'a: 1\n', [insert(['b', 0], 'x'), set(['c', 'd', 'e'], 2)], 'a: 1\nb: [x]\nc: { d: { e: 2 } }\n'],
    ['into a file that only has comments', '# soon', [set(['a'], 1)], '# soon\na: 1\n'],
    ['below a file without a line end', 'a: 1', [set(['b'], 'x\ny')], 'a: 1\nb: |-\n  x\n  y'],
  ])('are added %s', (_where, text, edits, wanted) => expect(edited(text, ...edits)).toBe(wanted));

  test.each<[string, string, Edit[], string]>([
    ['a line', 'a: 1 # x\n# about b\nb: 2\nc: 3\n', [remove('b')], 'a: 1 # x\n# about b\nc: 3\n'],
    ['the last line', 'a: 1\nb: 2', [remove('b')], 'a: 1'],
    ['a block', 'a: 1\nb: |-\n  x\n\n  y\n\nc: 3\n', [remove('b')], 'a: 1\n\nc: 3\n'],
    ['what stands behind a dash', '- a: 1 # x\n  b: 2\n- - 1\n  - 2\n', [remove(0, 'a'), remove(1, 0)], '- b: 2\n- - 2\n'],
    ['what stands behind a dash, before comments', '- a: 1\n  # y\n  b: 2\n', [remove(0, 'a')], '-\n  # y\n  b: 2\n'],
    ['the only member', 'a:\n  b: 1\nc: 2\n', [remove('a', 'b')], 'a: {}\nc: 2\n'],
    ['the only item', 'a:\n- 1\nc: [2]\n', [remove('a', 0), remove('c', 0)], 'a: []\nc: []\n'],
    ['in braces', 'a: { b: 1, c: 2, d: 3 }\n', [remove('a', 'c'), remove('a', 'b')], 'a: { d: 3 }\n'],
    ['the last in braces', 'a: { b: 1, c: 2 } # c\n', [remove('a', 'c')], 'a: { b: 1 } # c\n'],
    ['in braces of several lines', 'a: {\n  b: 1, # c\n  d: 2 # e\n}\n', [remove('a', 'd')], 'a: {\n  b: 1 # c\n}\n'],
    ['nothing where nothing is', 'a: 1\n', [remove('b'), remove('a', 'c')], 'a: 1\n'],
  ])('are removed: %s', (_what, text, edits, wanted) => expect(edited(text, ...edits)).toBe(wanted));

  test('a whole value changes only where it differs', () => {
    const text = 'a: # one\n  b: "x" # two\n  c: [1, 2]\n  d: y\nlist:\n  # first\n  - { p: 1 }\n  - { p: 2 }\n';
    expect(edited(text, set([], { list: [{ p: 1 }, { p: 3 }, { p: 2 }], a: { b: 'z', c: [1, 2], e: 5 } }))).toBe(
      'a: # one\n  b: "z" # two\n  c: [1, 2]\n  e: 5\nlist:\n  # first\n  - { p: 1 }\n  - { p: 3 }\n  - { p: 2 }\n',
    );
  });

  test('the order of the fields of a schema is kept as it is meant', () => {
    const text = 'properties: { a: 1, b: 2 }\nx: { a: 1, b: 2 }\n';
    expect(edited(text, set(['properties'], { b: 2, a: 1 }), set(['x'], { b: 2, a: 1 }))).toBe(
      'properties: { b: 2, a: 1 }\nx: { a: 1, b: 2 }\n',
    );
    expect(edited(text, set(['properties'], { c: 3, a: 1, b: 2 }))).toBe('properties: { c: 3, a: 1, b: 2 }\nx: { a: 1, b: 2 }\n');
  });
});

describe('aliases', () => {
  const text = 'base: &base { a: 1, list: [x] }\none: *base # c\ntwo: *base\n';

  test('what changes below an alias is written out there, and nowhere else', () => {
    expect(edited(text, set(['one', 'a'], 2))).toBe(text.replace('one: *base', 'one: { a: 2, list: [x] }'));
    expect(edited(text, insert(['one', 'list', 1], 'z'))).toBe(text.replace('one: *base', 'one: { a: 1, list: [x, z] }'));
  });

  test('a value that an alias repeats is not changed', () => {
    expect(() => edited(text, set(['base', 'a'], 2))).toThrow(expect.objectContaining({ code: 'edit-impossible' }));
    expect(() => edited(text, remove('base'))).toThrow(expect.objectContaining({ code: 'edit-impossible' }));
  });
});

describe('what cannot be edited', () => {
  test.each<[string, string, Edit]>([
    ['a file with errors', 'a: 1\na: 2\n', set(['a'], 1)],
    ['a path into a text', 'a: x\n', set(['a', 'b'], 1)],
    ['a path beyond a list', 'a: [1]\n', set(['a', 4], 1)],
    ['an item of a mapping', 'a: { b: 1 }\n', insert(['a', 'b'], 1)],
    ['the whole file', 'a: 1\n', remove()],
  ])('%s', (_what, text, edit) => {
    expect(() => edited(text, edit)).toThrow(expect.objectContaining({ code: 'edit-impossible' }));
  });

  test('an edit that changes nothing changes no byte', () => {
    const text = '\uFEFFa:   {b : "x" ,  }\r\n\r\n# c\nd: >2-\n   x\n  y\n';
    expect(edited(text, set([], readYaml({ file: 'a.yaml', text }).value!))).toBe(text);
  });
});
