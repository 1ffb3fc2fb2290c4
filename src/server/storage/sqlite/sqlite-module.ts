/** The part of `DatabaseSync` that we use: the same in Node's own module and in the one from npm. */
export interface SqliteConnection {
  exec(statements: string): void;
  prepare(statement: string): SqliteStatement;
  close(): void;
  readonly isTransaction: boolean;
}

export interface SqliteStatement {
  all(...parameters: readonly unknown[]): unknown[];
  run(...parameters: readonly unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint };
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
  columns(): unknown[];
}

interface SqliteModule {
  readonly DatabaseSync: new (path: string, options: { readonly timeout: number }) => SqliteConnection;
  readonly StatementSync: { readonly prototype: object };
}

/** Node's SQLite where it is complete (22.16 and later), else the same API from npm, which runs on Node 20. */
export async function sqliteModule(): Promise<SqliteModule> {
  const builtIn = builtInSqlite();
  // Without `columns` a statement cannot tell whether it returns rows.
  if (builtIn !== undefined && 'columns' in builtIn.StatementSync.prototype) return builtIn;
  return (await import('@photostructure/sqlite')) as unknown as SqliteModule;
}

function builtInSqlite(): SqliteModule | undefined {
  const warn = process.emitWarning;
  // Node warns once that the module is experimental; we test the versions we run on, and users cannot act on it.
  process.emitWarning = () => undefined;
  try {
    return process.getBuiltinModule?.('node:sqlite') as SqliteModule | undefined;
  } finally {
    process.emitWarning = warn;
  }
}
