import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CERTAIN, KINDS, ownTemplates, ownVariables } from '../../../../test/support/arbitrary-template.ts';
import { renderTemplate } from '../../../prompt/template/render-template.ts';
import { foreignText } from '../foreign-text.ts';
import type { JinjaDialect } from '../jinja/jinja-reading.ts';
import { readJinja } from '../jinja/read-jinja.ts';
import { readLiquid } from '../liquid/read-liquid.ts';
import { writeLiquid } from '../liquid/write-liquid.ts';
import { writeJinja } from './write-jinja.ts';

class Refused extends Error {}

function written(text: string, dialect: JinjaDialect = 'jinja'): string {
  const refuse = (_at: number, message: string): never => {
    throw new Refused(message);
  };
  const source = { text, kinds: KINDS, refuse };
  return writeJinja(readLiquid(source, 'liquid'), { ...source, certain: CERTAIN, dialect });
}

function jinja(template: string, variables: object): string {
  const environment = new Environment();
  const range = (start: number, end: number) => Array.from({ length: Math.max(0, end - start) }, (_, index) => start + index);
  for (const [name, value] of Object.entries({ true: true, false: false, none: null, range, ...variables })) environment.set(name, value);
  // Its `Template` takes white space off around blocks, which Jinja does only when told to.
  return (new Interpreter(environment).run(parse(tokenize(template))) as { value: string }).value;
}

describe('a template written in Jinja', () => {
  test('prints byte for byte what it printed in Liquid', () => {
    let compared = 0;
    fc.assert(
      fc.property(ownTemplates, ownVariables, (liquid, variables) => {
        // Jinja takes a line end off the end of a file.
        const foreign = attempt(() => `${written(liquid)}.`);
        const wanted = attempt(() => renderTemplate(liquid, 'liquid', { missing: null, ...variables }, new Map()));
        if (foreign === undefined || wanted === undefined) return;
        compared += 1;
        expect(jinja(foreign, variables)).toBe(`${wanted}.`);
      }),
      { numRuns: Number(process.env.TEMPLATE_RUNS ?? 150) },
    );
    expect(compared).toBeGreaterThan(30);
  });

  test.each(['jinja', 'nunjucks'] as const)('prints the same again once it is imported (%s)', (dialect) => {
    fc.assert(
      fc.property(ownTemplates, ownVariables, (liquid, variables) => {
        const foreign = attempt(() => `${written(liquid, dialect)}.`);
        const wanted = attempt(() => renderTemplate(liquid, 'liquid', { missing: null, ...variables }, new Map()));
        if (foreign === undefined || wanted === undefined) return;
        const back = writeLiquid(readJinja(foreignText(foreign, { file: 'a', kinds: KINDS }, []), dialect));
        expect(renderTemplate(back, 'liquid', { missing: null, ...variables }, new Map())).toBe(`${wanted}.`);
      }),
      { numRuns: Number(process.env.TEMPLATE_RUNS ?? 60) },
    );
  });

  test.each([
    ['Hi {{ name }}!', 'Hi {{ name }}!'],
    ['{% if maybe %}a{% endif %}', '{% if maybe is defined and maybe is not none %}a{% endif %}'],
    ['{% if maybe and maybe != "" %}a{% else %}b{% endif %}', '{% if maybe %}a{% else %}b{% endif %}'],
    ['{% for tag in tags %}{{ forloop.index }}{{ tag }}{% endfor %}', '{% for tag in tags %}{{ loop.index }}{{ tag }}{% endfor %}'],
    ['{{ name | upcase }}{% raw %}{{ x }}{% endraw %}', "{{ name | upper }}{{ '{' }}{ x }}"],
    ['{% assign total = count | plus: 1 %}{{ total }}', '{% set total = count + 1 %}{{ total }}'],
    ['{{ flag }}', '{% if flag %}true{% else %}false{% endif %}'],
  ])('says %j as %j', (liquid, foreign) => {
    expect(written(liquid)).toBe(foreign);
  });

  test('asks in Nunjucks what JavaScript takes for false', () => {
    expect(written('{% if tags %}a{% endif %}{{ tags }}', 'nunjucks')).toBe('{% if tags %}a{% endif %}{{ tags | dump }}');
    expect(() => written('{% if tested %}a{% endif %}', 'nunjucks')).toThrow('decides how it must be asked for');
  });

  test.each([
    ['{{ tags }}', 'otherwise than as JSON'],
    ['{{ any | upcase }}', 'may be no text'],
    ['{% for pair in user %}a{% endfor %}', 'means something else'],
    ['{% if flag %}{% assign x = name %}{% endif %}', 'forgets'],
    ['{% render "p", a: name %}', 'given values'],
    ['{% cycle "a", "b" %}', '`{% cycle %}`'],
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
