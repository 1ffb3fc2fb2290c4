import type { DomainRole } from './domain-roles.ts';
import { type HandshakeKeeper, handshakeKeeper } from './handshakes.ts';
import { type IdentityProvider, identityProvider, type ProviderSettings } from './identity-provider.ts';

/** How people sign in at an identity provider. */
export interface OidcAccess {
  readonly provider: IdentityProvider;
  readonly handshakes: HandshakeKeeper;
  readonly domainRoles: readonly DomainRole[];
  /** Where the roles of a domain reach. */
  readonly project: string;
}

export interface OidcSettings extends ProviderSettings, Pick<OidcAccess, 'domainRoles'> {}

export function openOidc(settings: OidcSettings, { project, pepper, isSecure }: OidcSurroundings): OidcAccess {
  const { domainRoles } = settings;
  return { provider: identityProvider(settings), handshakes: handshakeKeeper(pepper, isSecure), domainRoles, project };
}

interface OidcSurroundings extends Pick<OidcAccess, 'project'> {
  readonly pepper: Buffer;
  readonly isSecure: () => boolean;
}
