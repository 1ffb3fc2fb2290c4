import { expect, test } from 'vitest';
import { ACCESS_ROLES } from '../../../access/role.ts';
import { ROLE_CHOICES } from './grant-flags.ts';

test('every role can be given', () => {
  expect(ROLE_CHOICES).toEqual(ACCESS_ROLES);
});
