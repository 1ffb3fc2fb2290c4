import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A file as the editor has it open. */
export interface OpenFile {
  /** Errors and warnings: `line:column message`, 1-based. */
  readonly problems: readonly string[];
  /** Labels that are offered at a place. */
  completions(line: number, column: number): Promise<readonly string[]>;
  /** What is said about the word at a place. */
  hover(line: number, column: number): Promise<string>;
}

interface Message {
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

interface Place {
  readonly line: number;
  readonly character: number;
}

/** The YAML extension of editors, as editors run it: the real yaml-language-server over standard input and output. */
export async function startLanguageServer(root: string) {
  const manifest = createRequire(import.meta.url).resolve('yaml-language-server/package.json');
  const child = spawn(process.execPath, [join(dirname(manifest), 'bin/yaml-language-server'), '--stdio']);
  const connection = connect(child);
  const rootUri = pathToFileURL(root).href;
  await connection.ask('initialize', {
    processId: process.pid,
    rootUri,
    capabilities: {},
    workspaceFolders: [{ uri: rootUri, name: 'project' }],
  });
  connection.tell('initialized', {});
  const settings = { yaml: { validate: true, hover: true, completion: true, schemaStore: { enable: false } } };
  connection.tell('workspace/didChangeConfiguration', { settings });

  return {
    /** Opens a file; a path can be opened once. */
    async open(path: string, text: string): Promise<OpenFile> {
      const uri = pathToFileURL(join(root, path)).href;
      const found = connection.next('textDocument/publishDiagnostics', (params) => (params as { uri: string }).uri === uri);
      connection.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'yaml', version: 1, text } });
      const { diagnostics } = (await found) as { diagnostics: { message: string; range: { start: Place } }[] };
      const at = (line: number, column: number) => ({ textDocument: { uri }, position: { line: line - 1, character: column - 1 } });
      return {
        problems: diagnostics.map(({ message, range: { start } }) => `${start.line + 1}:${start.character + 1} ${message}`),
        async completions(line, column) {
          const reply = (await connection.ask('textDocument/completion', at(line, column))) as { items: { label: string }[] };
          return reply.items.map(({ label }) => label);
        },
        async hover(line, column) {
          const reply = (await connection.ask('textDocument/hover', at(line, column))) as { contents: { value: string } } | null;
          return reply?.contents.value ?? '';
        },
      };
    },
    stop: () => child.kill(),
  };
}

/** JSON-RPC with `Content-Length` headers, as the language server protocol frames it. */
function connect(child: ChildProcessWithoutNullStreams) {
  const listeners = new Set<(message: Message) => void>();
  let pending = Buffer.alloc(0);
  let lastId = 0;
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  child.stdout.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk]);
    for (let message = takeMessage(); message; message = takeMessage()) {
      // The server asks for settings and folders; it is content with none.
      if (message.method && message.id !== undefined)
        send({ id: message.id, result: message.method === 'workspace/configuration' ? [] : null });
      for (const listener of [...listeners]) listener(message);
    }
  });
  function takeMessage(): Message | undefined {
    const header = pending.indexOf('\r\n\r\n');
    const length = Number(/Content-Length: (\d+)/.exec(pending.toString('latin1', 0, Math.max(0, header)))?.[1]);
    if (header < 0 || pending.length < header + 4 + length) return undefined;
    const message = JSON.parse(pending.toString('utf8', header + 4, header + 4 + length)) as Message;
    pending = pending.subarray(header + 4 + length);
    return message;
  }
  const first = <Value>(pick: (message: Message) => { readonly value: Value } | undefined) =>
    new Promise<Value>((resolve) => {
      const listener = (message: Message) => {
        const picked = pick(message);
        if (!picked) return;
        listeners.delete(listener);
        resolve(picked.value);
      };
      listeners.add(listener);
    });
  return {
    tell: (method: string, params: object) => send({ method, params }),
    next: (method: string, isIt: (params: unknown) => boolean) =>
      first((message) => (message.method === method && isIt(message.params) ? { value: message.params } : undefined)),
    ask(method: string, params: object) {
      lastId += 1;
      const id = lastId;
      const reply = first((message) => (message.id === id && !message.method ? { value: message.result } : undefined));
      send({ id, method, params });
      return reply;
    },
  };
}
