import type { Email } from '../../access/email.ts';
import { dropInvitation, grantRole, inviteMember, listMembers, removeMember, revokeRole } from '../../protocol/access/members.ts';
import { changePassword, endSession, listSessions } from '../../protocol/access/sign-in.ts';
import { createOwnToken, createToken, listTokens, revokeThisToken, revokeToken, rotateToken } from '../../protocol/access/tokens.ts';
import { addTrustRule, listTrustRules, removeTrustRule } from '../../protocol/access/trust-rules.ts';
import type { AccessCalls, MemberList } from '../areas/access.ts';
import { allPages } from './all-pages.ts';
import type { HttpCaller } from './http-caller.ts';

/** The calls about members, tokens and trusted jobs. */
export function accessCalls(http: HttpCaller): AccessCalls {
  return {
    async members() {
      const invitations: MemberList['invitations'] = [];
      const members = await allPages(async (cursor) => {
        const page = await http.call(listMembers, { query: { ...cursor, limit: 1000 } });
        invitations.push(...page.invitations);
        return { items: page.members, next: page.next };
      });
      return { members, invitations };
    },
    inviteMember: (email, grants) => http.call(inviteMember, { body: { email: email as Email, grants } }),
    async dropInvitation(email) {
      await http.call(dropInvitation, { params: { email: email as Email } });
    },
    grantRole: (member, body) => http.call(grantRole, { params: { member }, body }),
    revokeRole: (member, body) => http.call(revokeRole, { params: { member }, body }),
    removeMember: (member) => http.call(removeMember, { params: { member } }),

    tokens: () =>
      allPages(async (cursor) => {
        const { tokens, next } = await http.call(listTokens, { query: { ...cursor, limit: 1000 } });
        return { items: tokens, next };
      }),
    createToken({ branch, ...own }, whose) {
      if (whose === 'own') return http.call(createOwnToken, { body: own });
      return http.call(createToken, { body: { ...own, ...(branch !== undefined && { branch }) } });
    },
    revokeToken: (token) => http.call(revokeToken, { params: { token } }),
    rotateToken: (token) => http.call(rotateToken, { params: { token } }),
    async revokeThisToken() {
      await http.call(revokeThisToken, {});
    },

    browserSessions: async () => (await http.call(listSessions, {})).sessions,
    endBrowserSession: async (session) => (await http.call(endSession, { params: { session } })).ended,
    changePassword: async (passwords) => (await http.call(changePassword, { body: passwords })).ended,

    trustRules: async () => (await http.call(listTrustRules, {})).rules,
    addTrustRule: (body) => http.call(addTrustRule, { body }),
    removeTrustRule: (rule) => http.call(removeTrustRule, { params: { rule } }),
  };
}
