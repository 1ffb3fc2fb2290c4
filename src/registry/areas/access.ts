import type { z } from 'zod';
import type { Grant } from '../../protocol/access/grants.ts';
import type { inviteMember, listMembers, memberSchema } from '../../protocol/access/members.ts';
import type { listSessions } from '../../protocol/access/sign-in.ts';
import type { createToken, tokenSchema } from '../../protocol/access/tokens.ts';
import type { addTrustRule, trustRuleSchema } from '../../protocol/access/trust-rules.ts';
import type { BodyOf, ReplyOf } from '../../protocol/endpoint.ts';

export type Member = z.infer<typeof memberSchema>;
/** Complete: pages are followed. */
export type MemberList = Omit<ReplyOf<typeof listMembers>, 'next'>;
export type Invited = ReplyOf<typeof inviteMember>;
export type TokenSummary = z.infer<typeof tokenSchema>;
export type IssuedToken = ReplyOf<typeof createToken>;
/** A browser in which someone is signed in. */
export type BrowserSession = ReplyOf<typeof listSessions>['sessions'][number];
export type TrustRuleSummary = z.infer<typeof trustRuleSchema>;
export type TokenRequest = Omit<BodyOf<typeof createToken>, 'grants'> & { readonly grants: readonly Grant[] };

/** Who may do what. A grant beyond the caller's own is refused with `grant-exceeded`. */
export interface AccessCalls {
  members(): Promise<MemberList>;
  inviteMember(email: string, grants: readonly Grant[]): Promise<Invited>;
  dropInvitation(email: string): Promise<void>;
  grantRole(member: string, grant: Grant): Promise<Member>;
  revokeRole(member: string, grant: Grant): Promise<Member>;
  /** @throws Failure `last-admin` */
  removeMember(member: string): Promise<Member>;

  /** The caller's own, and those of machines when it may manage them; newest first. */
  tokens(): Promise<TokenSummary[]>;
  /** A token of a machine, or of the caller's own. Its secret is shown this once. */
  createToken(request: TokenRequest, whose: 'machine' | 'own'): Promise<IssuedToken>;
  revokeToken(id: string): Promise<TokenSummary>;
  rotateToken(id: string): Promise<IssuedToken>;
  /** Ends the token that the calls are made with. */
  revokeThisToken(): Promise<void>;

  /** The browsers in which the caller, a person, is signed in. */
  browserSessions(): Promise<BrowserSession[]>;
  /** Signs one of them out; gives how many that were: none when it had ended. */
  endBrowserSession(id: string): Promise<number>;
  /** Gives how many browsers that signed out. @throws Failure `sign-in-refused` when the current one is wrong. */
  changePassword(passwords: { readonly current: string; readonly next: string }): Promise<number>;

  trustRules(): Promise<TrustRuleSummary[]>;
  addTrustRule(rule: BodyOf<typeof addTrustRule>): Promise<TrustRuleSummary>;
  removeTrustRule(id: string): Promise<TrustRuleSummary>;
}
