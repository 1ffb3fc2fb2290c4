import { dropInvitation, grantRole, inviteMember, listMembers, removeMember, revokeRole } from '../../../protocol/access/members.ts';
import { beginOidcSignIn, finishOidcSignIn, redeemOidcCode } from '../../../protocol/access/oidc.ts';
import { changePassword, createLoginToken, endSession, listSessions, openSession, redeemCode } from '../../../protocol/access/sign-in.ts';
import { createOwnToken, createToken, listTokens, revokeThisToken, revokeToken, rotateToken } from '../../../protocol/access/tokens.ts';
import { addTrustRule, listTrustRules, removeTrustRule } from '../../../protocol/access/trust-rules.ts';
import { exchangeIdToken } from '../../../protocol/token-exchange.ts';
import * as account from '../../actions/access/account.ts';
import * as endings from '../../actions/access/end-token.ts';
import * as exchange from '../../actions/access/exchange-id-token.ts';
import * as grants from '../../actions/access/grants.ts';
import * as members from '../../actions/access/members.ts';
import * as oidc from '../../actions/access/oidc-sign-in.ts';
import * as codes from '../../actions/access/redeem-code.ts';
import * as signIn from '../../actions/access/sign-in.ts';
import * as tokens from '../../actions/access/tokens.ts';
import * as trust from '../../actions/access/trust-rules.ts';
import type { Access } from '../../auth/access.ts';
import { pageRoute, type Route, route, visitorRoute } from '../route.ts';

/** Who comes in, and what they may. */
export function accessRoutes(access: Access): readonly Route[] {
  return [
    visitorRoute(openSession, ({ visit, body }) => signIn.openSession(visit, body)),
    visitorRoute(createLoginToken, ({ visit, body }) => signIn.createLoginToken(visit, body)),
    visitorRoute(redeemCode, ({ visit, body }) => codes.redeemCode(visit, body)),
    pageRoute(beginOidcSignIn, ({ visit, query }) => oidc.beginSignIn(visit, query, finishOidcSignIn)),
    pageRoute(finishOidcSignIn, ({ visit, query }) => oidc.finishSignIn(visit, query, finishOidcSignIn)),
    visitorRoute(redeemOidcCode, ({ visit, body }) => oidc.redeemOidcCode(visit, body)),
    visitorRoute(listSessions, ({ visit }) => account.sessionsOfVisitor(visit)),
    visitorRoute(endSession, ({ visit, params }) => account.endSession(visit, params)),
    visitorRoute(changePassword, ({ visit, body }) => account.changePassword(visit, body)),
    visitorRoute(revokeThisToken, ({ visit }) => account.endOwnToken(visit)),
    visitorRoute(exchangeIdToken, ({ visit, params, body }) => exchange.exchangeIdToken(visit, params.project, body.idToken)),

    route(listMembers, ({ call, query }) => members.membersOf(call, query)),
    route(inviteMember, ({ call, body }) => members.inviteMember(call, body, access)),
    route(dropInvitation, ({ call, params }) => members.dropInvitation(call, params)),
    route(grantRole, ({ call, params, body }) => grants.grantRole(call, params.member, body)),
    route(revokeRole, ({ call, params, body }) => grants.revokeRole(call, params.member, body, access)),
    route(removeMember, ({ call, params }) => grants.removeMember(call, params.member, access)),

    route(listTokens, ({ call, query }) => tokens.tokensOfProject(call, query)),
    route(createToken, ({ call, body }) => tokens.createToken(call, body, access.keeper)),
    route(createOwnToken, ({ call, body }) => tokens.createOwnToken(call, body, access.keeper)),
    route(revokeToken, ({ call, params }) => endings.revokeToken(call, params.token, access)),
    route(rotateToken, ({ call, params }) => endings.rotateToken(call, params.token, access)),

    route(listTrustRules, ({ call }) => trust.trustRulesOf(call)),
    route(addTrustRule, ({ call, body }) => trust.addTrustRule(call, body)),
    route(removeTrustRule, ({ call, params }) => trust.removeTrustRule(call, params.rule, access)),
  ];
}
