#!/usr/bin/env node
import module from 'node:module';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`promptlane needs Node 20.19 or newer; this is ${process.version}. Install a newer Node from https://nodejs.org.\n`);
  process.exitCode = 2;
} else {
  // Compiled code is kept between runs where Node can (22.8 and newer): start-up is half parsing.
  module.enableCompileCache?.();
  const { main } = await import('../dist/cli/main.js');
  process.exitCode = await main(process.argv.slice(2));
}
