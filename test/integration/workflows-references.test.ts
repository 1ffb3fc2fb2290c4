import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shortDigest } from '../../src/base/digest.ts';
import { openContext } from '../../src/cli/context.ts';
import { openSession } from '../../src/cli/session/session.ts';
import { parseReference } from '../../src/prompt/reference.ts';
import type { PromptVersion } from '../../src/prompt/version.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { resolveReference } from '../../src/workflows/versions/resolve-reference.ts';
import { type ReleaseProject, releaseProject } from '../support/release-project.ts';
import { type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { promptText } from '../support/temporary-workspace.ts';

let running: RunningRegistry;
let project: ReleaseProject;
/** The versions of `greet`: first committed and pushed, second committed, third staged, fourth in the tree only. */
const versions: PromptVersion[] = [];

beforeAll(async () => {
  running = await runningRegistry();
  project = releaseProject(running.admin);
  const { workspace } = project;
  const current = async () => void versions.push((await project.tree()).versions.of('greet' as never));
  await project.lock();
  await project.push();
  await current();
  workspace.commit({}, 'First');
  workspace.commit({ 'prompts/greet.prompt.yaml': promptText('Second.') }, 'Second');
  await current();
  workspace.write({ 'prompts/greet.prompt.yaml': promptText('Third.') });
  workspace.git('add', '--all');
  await current();
  writeFileSync(join(workspace.path, 'prompts/greet.prompt.yaml'), promptText('Fourth.'));
  await current();
});
afterAll(() => running.stop());

async function resolved(reference: string, registry: Registry | undefined = undefined): Promise<PromptVersion> {
  const terminal = { note: () => {}, noteColor: {} } as never;
  const globals = { directory: project.workspace.path, registry: undefined, debug: false, color: false, input: false };
  const session = openSession(openContext({ terminal, globals, variables: {} }));
  return resolveReference(parseReference(reference), { ...session, registry: async () => registry });
}

describe('a reference', () => {
  test.each([
    ['greet', 3],
    ['greet@index', 2],
    ['greet@git:HEAD', 1],
    ['greet@git:HEAD~1', 0],
    ['greet@development', 0],
  ])('%s is found without a registry', async (reference, index) => {
    expect((await resolved(reference)).digest).toBe(versions[index]?.digest);
  });

  test('by the first digits finds what the lockfile pins, and what the tree is', async () => {
    for (const index of [0, 3]) {
      const version = versions[index] as PromptVersion;
      expect((await resolved(`greet@${shortDigest(version.digest)}`)).digest).toBe(version.digest);
    }
  });

  test('by number or as the latest is the registry to say', async () => {
    expect((await resolved('greet@v1', running.admin)).digest).toBe(versions[0]?.digest);
    expect((await resolved('greet@latest', running.admin)).digest).toBe(versions[0]?.digest);
    await expect(resolved('greet@v1')).rejects.toMatchObject({ code: 'registry-not-configured' });
    await expect(resolved('greet@v9', running.admin)).rejects.toMatchObject({ code: 'reference-unknown' });
  });

  test.each([
    ['gret', 'reference-unknown', 'Did you mean "greet"?'],
    ['greet@prod', 'environment-unknown', 'prod'],
    ['greet@production', 'reference-unknown', 'production pins no prompt "greet".'],
    ['greet@git:nowhere', 'reference-unknown', 'nowhere'],
    ['greet@0000000', 'reference-unknown', 'greet@0000000'],
    [`greet@${'0'.repeat(64)}`, 'source-missing', '000000000000'],
  ])('%s is %s', async (reference, code, message) => {
    await expect(resolved(reference)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
