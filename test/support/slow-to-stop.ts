import { openContext } from '../../src/cli/context.ts';
import { openTerminal } from '../../src/cli/terminal/terminal.ts';

/** A command that hears Ctrl-C and never gets to its end: what is left to somebody who cannot wait. */
const terminal = await openTerminal({ color: true, input: true });
const globals = { directory: process.cwd(), registry: undefined, debug: false, color: true, input: true };
const context = openContext({ terminal, globals, variables: process.env });
context.interruption().addEventListener('abort', () => terminal.note('stopping'));
terminal.progress('working');
terminal.note('started');
setInterval(() => {}, 1000);
if (process.argv[2] === 'crash') setTimeout(() => Promise.reject(new Error('broken')), 500);
