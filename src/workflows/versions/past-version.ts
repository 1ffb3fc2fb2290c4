import type { PromptVersion } from '../../prompt/version.ts';
import type { SideFiles } from '../compare/sides/side.ts';

/** A version out of the history in git. */
export interface PastVersion {
  readonly version: PromptVersion;
  /** The files that made it: its own and those of everything that it uses. */
  files(): Promise<SideFiles>;
}
