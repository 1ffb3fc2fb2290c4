import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../test/support/git-repository.ts';
import { refuseStrayLink } from './stray-link.ts';

const { path, write } = temporaryFolder();
const root = join(path, 'project');
write({ 'secret.yaml': 'a: 1', 'project/own.yaml': 'a: 2', 'machine/deep.yaml': 'a: 3' });
mkdirSync(join(root, 'folder'));
symlinkSync('../secret.yaml', join(root, 'stray.yaml'));
symlinkSync('own.yaml', join(root, 'alias.yaml'));
symlinkSync('nothing.yaml', join(root, 'dangling.yaml'));
symlinkSync('../machine', join(root, 'behind'));

test.each(['stray.yaml', 'behind/deep.yaml'])('%s is refused', (name) => {
  expect(() => refuseStrayLink(root, join(root, name))).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
});

test.each(['own.yaml', 'alias.yaml', 'dangling.yaml', 'missing.yaml', '../secret.yaml'])('%s is not refused', (name) => {
  expect(() => refuseStrayLink(root, join(root, name))).not.toThrow();
});
