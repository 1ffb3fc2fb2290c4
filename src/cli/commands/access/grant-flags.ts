import { type Command, Option } from 'commander';

/** The grant that flags describe. */
export interface GrantFlags {
  readonly role: string;
  readonly env: string;
  readonly prompts: string;
}

/** Spelt out here, so that help needs no rules of access; a test compares it with them. */
export const ROLE_CHOICES = ['viewer', 'editor', 'reviewer', 'deployer', 'admin', 'auditor'] as const;

/** Adds the flags that say which role, and where it reaches. */
export function withGrantFlags(command: Command): Command {
  return command
    .addOption(new Option('--role <role>', 'what may be done').choices(ROLE_CHOICES).makeOptionMandatory())
    .option('--env <glob>', 'in which environments; `*` stands for any characters', '*')
    .option('--prompts <glob>', 'on which prompts; `*` stands for any characters', '*');
}

/** The grant of the flags. */
export function grantOf({ role, env, prompts }: GrantFlags) {
  return { role: role as (typeof ROLE_CHOICES)[number], environments: env, prompts };
}
