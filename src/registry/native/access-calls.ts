import type { Email } from '../../access/email.ts';
import { dropInvitation, grantRole, inviteMember, listMembers, removeMember, revokeRole } from '../../protocol/access/members.ts';
import { createOwnToken, createToken, listTokens, revokeThisToken, revokeToken, rotateToken } from '../../protocol/access/tokens.ts';
import { addTrustRule, listTrustRules, removeTrustRule } from '../../protocol/access/trust-rules.ts';
import type { AccessCalls } from '../areas/access.ts';
import type { HttpCaller } from './http-caller.ts';

/** The calls about members, tokens and trusted jobs. */
export function accessCalls(http: HttpCaller): AccessCalls {
  return {
    members: () => http.call(listMembers, {}),
    inviteMember: (email, grants) => http.call(inviteMember, { body: { email: email as Email, grants } }),
    async dropInvitation(email) {
      await http.call(dropInvitation, { params: { email: email as Email } });
    },
    grantRole: (member, body) => http.call(grantRole, { params: { member }, body }),
    revokeRole: (member, body) => http.call(revokeRole, { params: { member }, body }),
    removeMember: (member) => http.call(removeMember, { params: { member } }),

    tokens: async () => (await http.call(listTokens, {})).tokens,
    createToken({ branch, ...own }, whose) {
      if (whose === 'own') return http.call(createOwnToken, { body: own });
      return http.call(createToken, { body: { ...own, ...(branch !== undefined && { branch }) } });
    },
    revokeToken: (token) => http.call(revokeToken, { params: { token } }),
    rotateToken: (token) => http.call(rotateToken, { params: { token } }),
    async revokeThisToken() {
      await http.call(revokeThisToken, {});
    },

    trustRules: async () => (await http.call(listTrustRules, {})).rules,
    addTrustRule: (body) => http.call(addTrustRule, { body }),
    removeTrustRule: (rule) => http.call(removeTrustRule, { params: { rule } }),
  };
}
