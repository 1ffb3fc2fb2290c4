import { type Template, TokenKind, toValueSync } from 'liquidjs';
import type { PromptId } from '../../prompt.ts';
import { partialTag } from '../../template/engine/partial-tag.ts';
import { parsedTemplate } from '../../template/parsed-template.ts';
import type { PromptVersion } from '../../version.ts';

/** The text of a prompt that no value of a variable changes. */
export interface StaticText {
  /** All of it, in order. */
  readonly whole: string;
  /** What stands before the first variable or tag: the same in every call, so that providers can cache it. */
  readonly leading: string;
}

/** Reads the static text of a version, partials in their places. */
export function staticText({ content, partials }: PromptVersion): StaticText {
  const pieces: string[] = [];
  let leading: string | undefined;
  const lead = (): void => {
    leading ??= pieces.join('');
  };
  const add = (text: string, dialect: PromptVersion['content']['template'], chain: readonly string[]): void => {
    if (dialect === 'none') pieces.push(text);
    else walk(parsedTemplate(text, dialect).templates, chain);
  };
  const walk = (templates: readonly Template[], chain: readonly string[]): void => {
    for (const template of templates) {
      if (template.token.kind === TokenKind.HTML) pieces.push(literalText(template));
      else if (template instanceof partialTag()) {
        const partial = partials.get(template.id as PromptId)?.content;
        if (partial !== undefined && !chain.includes(template.id)) add(partial.text, partial.template, [...chain, template.id]);
      } else {
        lead();
        walk(toValueSync(template.children?.(false, true) ?? []) as Template[], chain);
      }
    }
  };
  for (const message of content.messages) {
    if (message.role === 'placeholder') lead();
    else add(message.content ?? '', content.template, []);
    pieces.push('\n');
  }
  const whole = pieces.join('');
  return { whole, leading: leading ?? whole };
}

/** The text between tags, without what `{%-` trims; the engine does not export its type. */
function literalText({ token }: Template): string {
  return (token as unknown as { getContent(): string }).getContent();
}
