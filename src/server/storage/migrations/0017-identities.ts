import type { Migration } from '../dialect.ts';

/** Who a user is at an identity provider: addresses change hands, subjects do not. */
export const identities: Migration = () => [
  `create table identities (issuer text not null, subject text not null, principal text not null references principals (id),
    primary key (issuer, subject), unique (issuer, principal))`,
];
