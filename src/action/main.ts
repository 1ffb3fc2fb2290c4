import { fileURLToPath } from 'node:url';
import { runCli } from './command/run-cli.ts';
import { runStep } from './run-step.ts';

// The bundle is laid out as the package is; see scripts that build it. Two folders up are bin/ and package.json.
const executable = fileURLToPath(new URL('../../bin/promptlane.js', import.meta.url));

/** The program that action.yml names: one step of a workflow. */
process.exitCode = await runStep({
  variables: process.env,
  write: (text) => process.stdout.write(text),
  runCli: (run) => runCli(executable, run),
});
