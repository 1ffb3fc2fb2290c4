import type { AccessRole } from './role.ts';

/** Who acts: a person, or a machine with a token. */
export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly kind: 'user' | 'machine';
  readonly bindings: readonly Binding[];
}

/** One grant: a role in the projects, environments and prompts that three globs name (`*` = any run of characters, `/` included). */
export interface Binding {
  readonly role: AccessRole;
  readonly project: string;
  readonly environments: string;
  readonly prompts: string;
}
