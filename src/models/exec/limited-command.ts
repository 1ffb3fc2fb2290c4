/** A fixed script: what the command is comes as its arguments, and no shell reads it. */
const LIMITED = 'ulimit -d "$1" 2>/dev/null; shift; exec "$@"';

/**
 * A command that may take so many megabytes of memory, where the system can hold it to that (not on Windows; macOS takes the limit
 * and does not keep it).
 */
export function limitedCommand(command: readonly string[], memoryMb: number): readonly string[] {
  return process.platform === 'win32' ? command : ['/bin/sh', '-c', LIMITED, 'sh', String(memoryMb * 1024), ...command];
}
