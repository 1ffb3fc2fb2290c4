/** What programs need to be found and to work at all; none of it is a secret. */
const EVERYBODY = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'LC_CTYPE',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'SYSTEMROOT',
  'ComSpec',
  'PATHEXT',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'VIRTUAL_ENV',
];

/** The variables that a program of the repository gets: what every program needs, and those that are named. Keys only by name. */
export function childEnvironment(
  variables: Readonly<Record<string, string | undefined>>,
  named: readonly string[],
): Record<string, string> {
  const known = [...EVERYBODY, ...named].flatMap((name): [string, string][] => {
    const value = variables[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(known);
}
