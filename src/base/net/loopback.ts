/** True for the names and addresses of this machine that no network carries; `hostname` as a URL has it. */
export function isLoopback(hostname: string): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
}
