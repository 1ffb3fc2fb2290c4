/** Writes the types of the client beside its modules in dist/. By itself, because the compiler takes longer than the whole build. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { CLIENT_ENTRIES, CLIENT_FOLDER } from './esbuild.sdk.mjs';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = join(ROOT, 'src/');

/** The declarations that the entries name, and no others: what is inside is nobody's promise. */
function declarations(entries) {
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.sdk.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram(entries, options);
  const wanted = new Set(entries);
  const written = new Map();
  // A set gives what is added to it while it is walked: declarations name others.
  for (const file of wanted) {
    let text = '';
    program.emit(program.getSourceFile(file), (_name, emitted) => (text = emitted), undefined, true);
    written.set(file.slice(SOURCES.length).replace(/\.ts$/, '.d.ts'), text.replace(/ from '(\..+?)\.ts';/g, " from '$1.js';"));
    const named = ts.preProcessFile(text).importedFiles.filter(({ fileName }) => fileName.startsWith('.'));
    for (const { fileName } of named) wanted.add(join(dirname(file), fileName));
  }
  return written;
}

for (const [name, text] of declarations(CLIENT_ENTRIES.map((entry) => join(ROOT, entry)))) {
  const file = join(ROOT, 'dist', CLIENT_FOLDER, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
