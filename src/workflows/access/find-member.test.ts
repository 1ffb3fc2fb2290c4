import { expect, test } from 'vitest';
import type { Member, MemberList } from '../../registry/areas/access.ts';
import { findMember } from './find-member.ts';

const ada: Member = { id: 'user-00000000000a', name: 'Ada', kind: 'user', email: 'ada@example.com', bindings: [], isDisabled: false };
const list: MemberList = {
  members: [
    ada,
    { ...ada, id: 'user-00000000000b', email: 'rob@example.com', name: 'Rob' },
    { ...ada, id: 'user-00000000000c', email: 'r@example.com', name: 'Rob' },
  ],
  invitations: [{ email: 'rita@example.com', bindings: [], by: ada, createdAt: 0, expiresAt: 1 }],
};

test.each(['user-00000000000a', 'ADA@example.com', 'Ada'])('finds a member by %s', (wanted) => {
  expect(findMember(list, wanted)).toBe(ada);
});

test.each([
  ['nobody@example.com', 'There is no member', 'promptlane member ls'],
  ['rita@example.com', 'is invited, and no member yet', 'invite them anew'],
  ['Rob', 'Several members', 'user-00000000000b, user-00000000000c'],
])('says of %s what is the matter', (wanted, message, hint) => {
  const failure = expect.objectContaining({ message: expect.stringContaining(message), hint: expect.stringContaining(hint) });
  expect(() => findMember(list, wanted)).toThrow(failure);
});
