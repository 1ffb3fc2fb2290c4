import { type ForPart, joinTexts, type TemplatePart } from '../template-part.ts';
import { liquidTest } from './liquid-test.ts';
import { liquidText } from './liquid-text.ts';
import { hasFilters, liquidValue } from './liquid-value.ts';

/** Writes a template in Liquid; it prints byte for byte what the parts say. */
export function writeLiquid(parts: readonly TemplatePart[]): string {
  return new Writing(JSON.stringify(parts)).parts(parts, false);
}

class Writing {
  private names = 0;
  /** Everything that the template says; a name that is nowhere in it is free. */
  private readonly said: string;

  constructor(said: string) {
    this.said = said;
  }

  /** `beforeTag`: whether a tag follows these parts, as the closing one of a block does. */
  parts(parts: readonly TemplatePart[], beforeTag: boolean): string {
    const joined = joinTexts(parts);
    return joined.map((part, index) => this.part(part, beforeTag || index < joined.length - 1)).join('');
  }

  private part(part: TemplatePart, beforeTag: boolean): string {
    switch (part.kind) {
      case 'text':
        return liquidText(part.text, beforeTag);
      case 'comment':
        return comment(part.text);
      case 'output':
        return `{{ ${liquidValue(part.value)} }}`;
      case 'assign':
        return `{% assign ${part.name} = ${liquidValue(part.value)} %}`;
      case 'partial':
        return this.partial(part);
      case 'for':
        return this.loop(part);
      case 'if':
        return this.conditions(part);
      case 'mark':
        throw new Error(`The mark ${part.name} must be taken out before a template is written.`);
    }
  }

  private partial({ id, args }: Extract<TemplatePart, { kind: 'partial' }>): string {
    const before: string[] = [];
    const given = args.map(
      ([name, value]) => `, ${name}: ${hasFilters(value) ? this.assigned(before, liquidValue(value)) : liquidValue(value)}`,
    );
    return `${before.join('')}{% render "${id}"${given.join('')} %}`;
  }

  private loop({ name, list, body, otherwise }: ForPart): string {
    const before: string[] = [];
    const source =
      list.kind === 'range'
        ? `(${liquidValue(list.first)}..${liquidValue(list.last)})`
        : hasFilters(list)
          ? this.assigned(before, liquidValue(list))
          : liquidValue(list);
    const empty = otherwise.length === 0 ? '' : `{% else %}${this.parts(otherwise, true)}`;
    return `${before.join('')}{% for ${name} in ${source} %}${this.parts(body, true)}${empty}{% endfor %}`;
  }

  private conditions({ branches, otherwise }: Extract<TemplatePart, { kind: 'if' }>): string {
    const before: string[] = [];
    const written = branches.map(({ test, body }, index) => {
      const condition = liquidTest(test, (text) => this.assigned(before, text));
      return `{% ${index === 0 ? 'if' : 'elsif'} ${condition} %}${this.parts(body, true)}`;
    });
    const last = otherwise.length === 0 ? '' : `{% else %}${this.parts(otherwise, true)}`;
    return `${before.join('')}${written.join('')}${last}{% endif %}`;
  }

  private assigned(before: string[], text: string): string {
    do this.names += 1;
    while (this.said.includes(`"value_${this.names}"`));
    const name = `value_${this.names}`;
    before.push(`{% assign ${name} = ${text} %}`);
    return name;
  }
}

function comment(text: string): string {
  const plain = text.trim();
  // Inside a comment Liquid still looks for tags.
  if (plain === '' || /\{%|%\}|\{\{|\}\}/.test(plain)) return '';
  return plain.includes('\n') ? `{% comment %}${text}{% endcomment %}` : `{% # ${plain} %}`;
}
