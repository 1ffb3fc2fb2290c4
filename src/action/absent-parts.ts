import { Failure } from '../base/failure.ts';

// What stands in the bundle of the action in place of the registry, the demo and the sample; esbuild.action.mjs puts it there.

export async function serve(): Promise<never> {
  throw absent();
}

export async function playDemo(): Promise<never> {
  throw absent();
}

export async function init(): Promise<never> {
  throw absent();
}

export async function backUpDatabase(): Promise<never> {
  throw absent();
}

export async function restoreDatabase(): Promise<never> {
  throw absent();
}

export async function inspectDatabase(): Promise<never> {
  throw absent();
}

export async function migrateDatabase(): Promise<never> {
  throw absent();
}

function absent(): Failure {
  return new Failure('usage-invalid', 'The promptlane of the GitHub Action holds no registry and no sample.', {
    hint: 'Install the package to run `serve`, `db`, `demo` or `init`.',
  });
}
