import { Dotprompt } from 'dotprompt';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CERTAIN, KINDS, ownTemplates, ownVariables } from '../../../../test/support/arbitrary-template.ts';
import { renderTemplate } from '../../../prompt/template/render-template.ts';
import { foreignText } from '../foreign-text.ts';
import { readHandlebars } from '../handlebars/read-handlebars.ts';
import { readLiquid } from '../liquid/read-liquid.ts';
import { writeLiquid } from '../liquid/write-liquid.ts';
import { writeHandlebars } from './write-handlebars.ts';

class Refused extends Error {}

function written(text: string): string {
  const refuse = (_at: number, message: string): never => {
    throw new Refused(message);
  };
  const source = { text, kinds: KINDS, refuse };
  return writeHandlebars(readLiquid(source, 'liquid'), { ...source, certain: CERTAIN, partialVariables: () => [] });
}

/** The engine of Dotprompt, with its helpers and without HTML escapes. */
function dotprompt(template: string, variables: object): string {
  const engine = new Dotprompt();
  // biome-ignore lint/complexity/useLiteralKeys: brackets are TypeScript's way to a private member.
  const [handlebars, knownHelpers] = [engine['handlebars'], engine['knownHelpers']];
  return String(handlebars.compile(template, { noEscape: true, knownHelpers, knownHelpersOnly: true })(variables));
}

describe('a template written in Handlebars', () => {
  test('prints byte for byte what it printed in Liquid', () => {
    let compared = 0;
    fc.assert(
      fc.property(ownTemplates, ownVariables, (liquid, variables) => {
        const foreign = attempt(() => `{{role "user"}}x${written(liquid)}`);
        if (foreign === undefined) return;
        const wanted = attempt(() => renderTemplate(liquid, 'liquid', { missing: null, ...variables }, new Map()));
        if (wanted === undefined) return;
        compared += 1;
        expect(dotprompt(foreign, variables).replace('<<<dotprompt:role:user>>>x', '')).toBe(wanted);
      }),
      { numRuns: Number(process.env.TEMPLATE_RUNS ?? 150) },
    );
    expect(compared).toBeGreaterThan(50);
  });

  test('prints the same again once it is imported', () => {
    fc.assert(
      fc.property(ownTemplates, ownVariables, (liquid, variables) => {
        const foreign = attempt(() => written(liquid));
        if (foreign === undefined) return;
        const wanted = attempt(() => renderTemplate(liquid, 'liquid', { missing: null, ...variables }, new Map()));
        if (wanted === undefined) return;
        const back = writeLiquid(readHandlebars(foreignText(foreign, { file: 'a.prompt', kinds: KINDS }, []), () => undefined));
        expect(renderTemplate(back, 'liquid', { missing: null, ...variables }, new Map())).toBe(wanted);
      }),
      { numRuns: Number(process.env.TEMPLATE_RUNS ?? 100) },
    );
  });

  test.each([
    ['Hi {{ name }}!', 'Hi {{name}}!'],
    ['{% for order in orders %}{{ order.title }}, {{ count }}{% endfor %}', '{{#each orders}}{{this.title}}, {{@root.count}}{{/each}}'],
    ['{% if name and name != "" %}a{% else %}b{% endif %}', '{{#if name}}a{{else}}b{{/if}}'],
    ['{% if name %}a{% endif %}', '{{#if name.length includeZero=true}}a{{/if}}'],
    ['{% if flag %}a{% elsif count == 2 %}b{% endif %}', '{{#if flag}}a{{else}}{{#ifEquals count 2}}b{{/ifEquals}}{{/if}}'],
    ['{% unless flag %}a{% endunless %}', '{{#unless flag}}a{{/unless}}'],
    ['a\n{% if flag %}\nb\n{% endif %}\n', 'a\n{{#if flag}}{{!}}\nb\n{{/if}}{{!}}\n'],
    ['{% raw %}{{x}}{% endraw %}{% # note %}', '\\{{x}}'],
    ['{{ name | default: "you" }}', '{{#if name}}{{name}}{{else}}you{{/if}}'],
    ['{{ if }}{{ tags.size }}', '{{this.if}}{{tags.length}}'],
  ])('says %j as %j', (liquid, foreign) => {
    expect(written(liquid)).toBe(foreign);
  });

  test.each([
    ['{{ name | upcase }}', 'no filter `upcase`'],
    ['{% assign x = name %}{{ x }}', 'assigns no names'],
    ['{% for tag in tags limit: 2 %}a{% endfor %}', 'no `limit`'],
    ['{% for tag in tags %}{{ forloop.index }}{% endfor %}', 'no `forloop.index`'],
    ['{% for i in (1..3) %}{{ i }}{% endfor %}', 'lists only'],
    ['{% if count > 1 %}a{% endif %}', 'not with `>`'],
    ['{% capture x %}a{% endcapture %}', '`{% capture %}`'],
    ['{% if any == empty %}a{% endif %}', 'depends there on what it is'],
  ])('refuses %j', (liquid, message) => {
    expect(() => written(liquid)).toThrow(message);
  });
});

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused || ['render-failed', 'template-invalid'].includes((error as { code?: string }).code ?? ''))
      return undefined;
    throw error;
  }
}
