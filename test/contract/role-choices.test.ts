import { expect, test } from 'vitest';
import { ACCESS_ROLES } from '../../src/access/role.ts';
import { ROLE_CHOICES } from '../../src/cli/commands/access/grant-flags.ts';

test('every role can be given', () => {
  expect(ROLE_CHOICES).toEqual(ACCESS_ROLES);
});
