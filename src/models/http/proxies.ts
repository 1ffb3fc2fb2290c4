/** The proxies of the machine, as its environment variables name them. */
export interface Proxies {
  readonly httpProxy?: string;
  readonly httpsProxy?: string;
  /** Hosts that are reached without one, separated by commas. */
  readonly noProxy?: string;
}

/** The proxies that variables name, in capitals or not; undefined when they name none. */
export function proxiesOf(variables: Readonly<Record<string, string | undefined>>): Proxies | undefined {
  const variable = (name: string) => variables[name.toLowerCase()]?.trim() || variables[name]?.trim() || undefined;
  const [httpProxy, httpsProxy, noProxy] = [variable('HTTP_PROXY'), variable('HTTPS_PROXY'), variable('NO_PROXY')];
  if (httpProxy === undefined && httpsProxy === undefined) return undefined;
  return { ...(httpProxy && { httpProxy }), ...(httpsProxy && { httpsProxy }), ...(noProxy && { noProxy }) };
}
