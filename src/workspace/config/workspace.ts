import type { Diagnostic } from '../../base/diagnostic.ts';
import type { Config } from './config.ts';

/** The user's project on this machine. Paths here are absolute; everywhere else they are relative to `root`. */
export interface Workspace {
  /** The folder of the config file; without one the top of the repository, else the folder asked about. */
  readonly root: string;
  readonly configFile?: string;
  readonly config: Config;
  /** Warnings about the config; errors are thrown as `config-invalid`. */
  readonly diagnostics: readonly Diagnostic[];
  /** The top of the working tree that holds `root`; absent outside a repository. */
  readonly gitRoot?: string;
}
