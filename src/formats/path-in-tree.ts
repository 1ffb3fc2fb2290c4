/**
 * Where a path leads that a file of a tree names, relative to that file; nothing when it leads out of the tree.
 *
 * An absolute path, a drive and an address lead out.
 */
export function pathInTree(file: string, named: string): string | undefined {
  if (/^[/\\~]|^[A-Za-z][A-Za-z+.-]*:/.test(named)) return undefined;
  const steps = file.split('/').slice(0, -1);
  for (const step of named.split(/[/\\]/)) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}
