import { HTML_ELEMENTS } from './html-elements.ts';

/** Elements without content, which have no end tag (html.spec.whatwg.org, void elements). */
const VOID: ReadonlySet<string> = new Set(
  'area base basefont bgsound br col embed frame hr img input link meta param source track wbr'.split(' '),
);

/** Elements whose end tag the standard lets out somewhere. */
const OPTIONAL_END: ReadonlySet<string> = new Set(
  'html head body li dt dd p rt rp optgroup option colgroup caption thead tbody tfoot tr td th'.split(' '),
);

/** Follows the tags of a text, and keeps the first thing that is wrong. */
export class HtmlBalance {
  readonly #open: string[] = [];
  #foreign = 0;
  #elements = 0;
  #problem: string | undefined;

  /** True inside of a drawing or a formula, whose elements have names of their own and may close themselves. */
  get isForeign(): boolean {
    return this.#foreign > 0;
  }

  open(name: string, isSelfClosing: boolean): void {
    this.#elements += 1;
    const isForeign = this.isForeign || isForeignRoot(name);
    if (!(isForeign || name.includes('-') || HTML_ELEMENTS.has(name))) this.fail(`HTML has no element <${name.slice(0, 40)}>`);
    if (isForeign ? isSelfClosing : VOID.has(name)) return;
    if (isSelfClosing) this.fail(`<${name.slice(0, 40)}/> cannot close itself`);
    this.#open.push(name);
    if (isForeignRoot(name)) this.#foreign += 1;
  }

  close(name: string): void {
    while (this.#open.at(-1) !== name && OPTIONAL_END.has(this.#open.at(-1) ?? '')) this.#open.pop();
    const top = this.#open.pop();
    if (top !== name) this.fail(`</${name.slice(0, 40)}> closes ${top === undefined ? 'nothing' : `<${top.slice(0, 40)}>`}`);
    if (top !== undefined && isForeignRoot(top)) this.#foreign -= 1;
  }

  text(): void {
    if (this.#open.length === 0) this.fail('it has text outside of elements');
  }

  fail(problem: string): void {
    this.#problem ??= problem;
  }

  /** Asked at the end of the text. */
  problem(): string | undefined {
    const left = this.#open.find((name) => !OPTIONAL_END.has(name));
    if (left !== undefined) this.fail(`<${left.slice(0, 40)}> is not closed`);
    if (this.#elements === 0) this.fail('it has no element');
    return this.#problem;
  }
}

function isForeignRoot(name: string): boolean {
  return name === 'svg' || name === 'math';
}
