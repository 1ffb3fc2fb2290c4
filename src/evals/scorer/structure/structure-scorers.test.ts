import { describe, expect, test } from 'vitest';
import { htmlProblem } from './html-problem.ts';
import { sqlProblem } from './sql-problem.ts';
import { xmlProblem } from './xml-problem.ts';

describe('XML', () => {
  test.each([
    ['<a/>', undefined],
    ['<?xml version="1.0"?>\n<a x="1">ü &amp; &#252;</a>\n', undefined],
    ['', 'must contain a root element'],
    ['text', 'text data outside of root node'],
    ['<a></b>', 'unexpected close tag'],
    ['<a/><b/>', 'only one root'],
    ['<a b=1/>', 'unquoted'],
    ['<a b="1" b="2"/>', 'duplicate attribute'],
    ['<a b="<"/>', 'disallowed character'],
    ['<a>&nbsp;</a>', 'undefined entity'],
    ['<x:a/>', 'unbound namespace prefix'],
    ['<a>\u0001</a>', 'disallowed character'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'document type, which is refused'],
  ])('%j: %s', async (text, problem) => {
    const found = await xmlProblem(text, []);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });

  test('must have the elements that are asked for, where they are asked for', async () => {
    expect(await xmlProblem('<r><a><b/></a></r>', ['r/a/b', 'r/a'])).toBeUndefined();
    expect(await xmlProblem('<r><b/><a/></r>', ['r/a/b'])).toBe('it has no element r/a/b');
  });

  test('that is nested too deeply is not judged', async () => {
    await expect(xmlProblem('<a>'.repeat(2_000), [])).rejects.toThrow('nested deeper than 1000');
  });
});

describe('HTML', () => {
  test.each([
    '<p>a</p>',
    '<ul><li>a<li>b</ul>',
    '<br/><hr>',
    '<p>a & b</p>',
    '<!doctype html><html><head><title>x</title></head><body>hi</body></html>',
    '<script>if (a < b) {}</script>',
    '<svg><path d=""/><![CDATA[x]]></svg>',
    '<my-element>x</my-element>',
    ' <!-- x --> <b>x</b>\n',
  ])('is %s', async (text) => {
    expect(await htmlProblem(text)).toBeUndefined();
  });

  test.each([
    ['', 'does not begin with a tag'],
    ['```html\n<p></p>\n```', 'does not begin with a tag'],
    ['<p>a', 'does not end with a tag'],
    ['<b>x</b> and <i>y</i>', 'text outside of elements'],
    ['<div>', '<div> is not closed'],
    ['<b><i>x</b></i>', '</b> closes <i>'],
    ['<p>a</p></div>', '</div> closes nothing'],
    ['<div/>', '<div/> cannot close itself'],
    ['<note><to>x</to></note>', 'HTML has no element <note>'],
    ['<a href="x" href="y">y</a>', 'duplicate-attribute'],
    ['<p>&foo;</p>', 'unknown-named-character-reference'],
    ['<!-- x -->', 'no element'],
  ])('is not %j: %s', async (text, problem) => {
    expect(await htmlProblem(text)).toContain(problem);
  });
});

describe('SQL', () => {
  const problem = (text: string, statements = ['select'], tables?: readonly string[]) => sqlProblem(text, { statements, tables });

  test.each([
    'select 1',
    'values (1)',
    'with a as (select * from b) select * from a union all select 2;',
    "select data->>'a', count(*) filter (where x > 1) from t group by 1",
  ])('%s reads', async (text) => {
    expect(await problem(text)).toBeUndefined();
  });

  test.each([
    ['', 'it is empty'],
    ['Here is your query: select 1', 'cannot be parsed'],
    ['```sql\nselect 1\n```', 'cannot be parsed'],
    ['select a from b; drop table c', 'it may not drop'],
    ['with gone as (delete from z returning *) select * from gone', 'it may not delete'],
    ['select * from a for update', 'it may not lock'],
    ['create view v as select 1', 'it may not create'],
    ['begin; select 1', 'it may not begin'],
  ])('%j does not: %s', async (text, told) => {
    expect(await problem(text)).toContain(told);
  });

  test('may do what is allowed', async () => {
    expect(await problem('insert into a select * from b', ['insert', 'select'], ['a', 'b'])).toBeUndefined();
    expect(await problem('insert into a select * from b', ['insert', 'select'], ['b'])).toBe('it uses the table "a"');
  });

  test.each([
    ['select * from (select * from secret) x', 'secret'],
    ['select 1 where 1 = any(select y from secret)', 'secret'],
    ['with secret as (select * from secret) select * from secret', 'secret'],
    ['select * from shop.open', 'shop.open'],
    ['select * from "Open"', 'Open'],
  ])('%s uses %s', async (text, table) => {
    expect(await problem(text, ['select'], ['open'])).toBe(`it uses the table "${table}"`);
  });

  test('names that `with` gives are no tables', async () => {
    expect(await problem('with x as (select * from OPEN) select * from x', ['select'], ['open'])).toBeUndefined();
  });

  test('that is too long is not judged', async () => {
    await expect(problem('a'.repeat(10_001))).rejects.toThrow('SQL is read up to 10000');
  });
});
