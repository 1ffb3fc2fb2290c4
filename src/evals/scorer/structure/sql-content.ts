import type { Statement } from 'pgsql-ast-parser';

/** What a SQL text does, and to which tables. */
export interface SqlContent {
  readonly kinds: ReadonlySet<string>;
  /** `orders`, or `shop.orders` where the text names the schema; names that `with` gives are left out. */
  readonly tables: ReadonlySet<string>;
}

type Syntax = Readonly<Record<string, unknown>>;

/** What a query is made of counts as reading. */
const READING: ReadonlySet<string> = new Set([
  'select',
  'union',
  'union all',
  'values',
  'with',
  'with recursive',
  'statement',
  'table',
  'call',
]);

/** Where statements keep the tables that they change. */
const CHANGED: Readonly<Record<string, readonly string[]>> = {
  insert: ['into'],
  update: ['table'],
  delete: ['from'],
  'truncate table': ['tables'],
  'drop table': ['names'],
  'alter table': ['table'],
  'create table': ['name'],
  'create index': ['table'],
};

/** Reads what parsed statements do. */
export function sqlContent(statements: readonly Statement[]): SqlContent {
  const kinds = new Set<string>();
  const tables = new Set<string>();
  for (const statement of statements) readStatement(statement as unknown as Syntax, new Set(), { kinds, tables });
  return { kinds, tables };
}

interface Found {
  readonly kinds: Set<string>;
  readonly tables: Set<string>;
}

function readStatement(statement: Syntax, named: ReadonlySet<string>, found: Found): void {
  const type = String(statement.type);
  found.kinds.add(READING.has(type) ? 'select' : (type.split(' ')[0] ?? type));
  readSyntax(statement, named, found);
}

/** Walks all of a statement. A name that `with` gives counts only where it can be seen: before that it is a real table. */
function readSyntax(syntax: Syntax, named: ReadonlySet<string>, found: Found): void {
  const { type } = syntax;
  if (type === 'with' || type === 'with recursive') {
    readWith(syntax, named, found);
    return;
  }
  if (type === 'table' && isSyntax(syntax.name)) addTable(syntax.name, named, found);
  if (type === 'select' && syntax.for !== undefined) found.kinds.add('lock');
  for (const key of CHANGED[String(type)] ?? []) {
    for (const name of [syntax[key]].flat()) if (isSyntax(name)) addTable(name, new Set(), found);
  }
  for (const member of Object.values(syntax)) {
    for (const part of [member].flat(2)) if (isSyntax(part)) readSyntax(part, named, found);
  }
}

function readWith(syntax: Syntax, outer: ReadonlySet<string>, found: Found): void {
  const named = new Set(outer);
  const isRecursive = syntax.type === 'with recursive';
  const binds = isRecursive ? [{ alias: syntax.alias, statement: syntax.bind }] : (syntax.bind as readonly Syntax[]);
  for (const { alias, statement } of binds) {
    const { name } = alias as { readonly name: string };
    if (isRecursive) named.add(name);
    readStatement(statement as Syntax, named, found);
    named.add(name);
  }
  readStatement(syntax.in as Syntax, named, found);
}

function addTable(name: Syntax, named: ReadonlySet<string>, { tables }: Found): void {
  if (typeof name.name !== 'string') return;
  if (typeof name.schema === 'string') tables.add(`${name.schema}.${name.name}`);
  else if (!named.has(name.name)) tables.add(name.name);
}

function isSyntax(value: unknown): value is Syntax {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
