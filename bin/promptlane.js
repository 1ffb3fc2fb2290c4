#!/usr/bin/env node
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`promptlane needs Node 20.19 or newer; this is ${process.version}. Install a newer Node from https://nodejs.org.\n`);
  process.exitCode = 2;
} else {
  // Compiled code is kept between runs where Node can (22.8 and newer): start-up is half parsing.
  module.enableCompileCache?.();
  const args = process.argv.slice(2);
  // Every commit waits for the hook: it has a build of its own, without the other commands.
  const isHook = args[0] === 'hook' && args[1] === 'run';
  const ended = isHook ? await (await import('../dist/hook/main.js')).hookMain(args.slice(2)) : undefined;
  process.exitCode = ended ?? (await (await import('../dist/cli/main.js')).main(args));
}
