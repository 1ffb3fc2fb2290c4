import { Unscorable } from '../scorer.ts';

/** The parser's work grows with the square of the depth; nobody reads what is deeper. */
const DEEPEST = 1_000;

/** Ends the parsing where it is known what is wrong. */
class XmlProblem extends Error {}

/**
 * Says why a text is no well-formed XML 1.0 document with namespaces, or lacks an element; undefined when all is well.
 *
 * A path names an element from the root down: `report/summary`, prefixes as written. Document types are refused and
 * entities beyond XML's own five are not known, so that nothing is fetched and nothing expands.
 * @throws Unscorable for what is nested deeper than 1,000 elements
 */
export async function xmlProblem(text: string, paths: readonly string[]): Promise<string | undefined> {
  // Loaded here: reading a suite needs no parser.
  const { SaxesParser } = await import('saxes');
  const parser = new SaxesParser({ xmlns: true });
  const open: string[] = [];
  const missing = new Set(paths);
  parser.on('error', ({ message }) => {
    throw new XmlProblem(`at ${message.replace(/\.$/, '')}`);
  });
  parser.on('doctype', () => {
    throw new XmlProblem('it has a document type, which is refused');
  });
  parser.on('opentag', ({ name }) => {
    open.push(name);
    if (open.length > DEEPEST) throw new Unscorable(`the answer is nested deeper than ${DEEPEST} elements`);
    if (missing.size > 0) missing.delete(open.join('/'));
  });
  parser.on('closetag', () => {
    open.pop();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof XmlProblem) return error.message;
    throw error;
  }
  const [first] = missing;
  return first === undefined ? undefined : `it has no element ${first}`;
}
