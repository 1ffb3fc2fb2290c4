/** The process around a run: its streams, its environment, and where it was started. */
export interface Host {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** The environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Absolute. A folder that was deleted meanwhile keeps the name that the shell knew, and is reported as missing. */
  readonly directory: string;
}

/** This process. */
export function processHost(): Host {
  const { stdout, stderr, env } = process;
  return {
    // Opened when it is first asked for: most commands read nothing.
    get stdin() {
      return process.stdin;
    },
    stdout,
    stderr,
    variables: env,
    directory: workingDirectory(),
  };
}

function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return process.env.PWD ?? '/';
  }
}
