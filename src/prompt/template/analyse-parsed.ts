import { type Expression, type Template, type Token, TypeGuards } from 'liquidjs';
import { suggest } from '../../base/text/suggest.ts';
import type { TemplateDialect } from '../prompt.ts';
import { dateFilters, MOVING_DATES } from './engine/date-filters.ts';
import { promptFilters, REFUSED_FILTERS } from './engine/filters.ts';
import { foreignHint, foreignLanguage, tagAround } from './foreign-syntax.ts';
import type { PartialUse, TemplateAnalysis, TemplateFinding, VariableUse } from './template-analysis.ts';
import { positionsOf } from './text-position.ts';
import { walkTemplate } from './walk-template.ts';

type Complaint = Pick<TemplateFinding, 'rule' | 'message'> & Partial<Pick<TemplateFinding, 'severity' | 'hint'>>;

const ELSE_VARIABLE: Complaint = {
  rule: 'foreign-syntax',
  message: '`else` is a tag, not a variable.',
  hint: foreignHint('Handlebars'),
};

/** Finds what a parsed template reads and what is wrong with it. @throws TemplateTooLarge when its tags are nested too deeply */
export function analyseParsed(text: string, dialect: TemplateDialect, templates: readonly Template[]): TemplateAnalysis {
  const position = positionsOf(text);
  const variables: VariableUse[] = [];
  const partials: PartialUse[] = [];
  const findings: TemplateFinding[] = [];
  const complain = (begin: number, end: number, complaint: Complaint): void => {
    findings.push({ severity: 'error', ...complaint, ...position(begin), length: Math.max(1, end - begin) });
  };
  walkTemplate(templates, {
    variable: (name, path, token) => {
      if (name === 'else') complain(token.begin, token.end, ELSE_VARIABLE);
      else variables.push({ name, path, ...position(token.begin) });
    },
    partial: (tag) => partials.push({ id: tag.id, args: tag.argumentNames(), ...position(tag.token.begin) }),
    filter: (name, token, input) => {
      const complaint = filterComplaint(name, input);
      if (complaint) complain(token.begin, token.begin + name.length, complaint);
    },
    expression: (expression) => {
      const [first, last] = ends(expression);
      if (first && last && !isComplete(expression)) complain(first.begin, last.end, ignoredComplaint(text, first, last));
    },
    ignored: (begin, end) => complain(begin, end, ignoredRest(text, begin, end)),
    strayWord: (word, { token }) => complain(token.begin, token.end, strayComplaint(word, token)),
  });
  if (dialect === 'liquid') findings.push(...jinjaComments(text, position));
  return { variables, partials, findings };
}

function filterComplaint(name: string, input: Expression): Complaint | undefined {
  const refused = REFUSED_FILTERS.get(name);
  if (refused !== undefined)
    return { rule: 'filter-refused', message: `The filter \`${name}\` is not available in prompts.`, hint: refused };
  if (!promptFilters().has(name)) {
    const near = suggest(name, promptFilters().keys());
    return {
      rule: 'filter-unknown',
      message: `Unknown filter \`${name}\`.`,
      ...(near !== undefined && { hint: `Did you mean \`${near}\`?` }),
    };
  }
  const [value] = input.postfix;
  if (!dateFilters.some(([filter]) => filter === name) || !TypeGuards.isQuotedToken(value) || !MOVING_DATES.has(value.content))
    return undefined;
  return {
    rule: 'not-reproducible',
    message: `\`"${value.content}" | ${name}\` gives another text every time.`,
    hint: 'Pass the date as a variable.',
  };
}

/** The engine evaluates `a b` to `a` and says nothing; a prompt would silently lose the rest. */
function isComplete({ postfix }: Expression): boolean {
  let depth = 0;
  for (const token of postfix) {
    const takes = !TypeGuards.isOperatorToken(token) ? 0 : token.operator === 'not' ? 1 : 2;
    if (depth < takes) return false;
    depth += 1 - takes;
  }
  return depth === 1;
}

function ends({ postfix }: Expression): [Token | undefined, Token | undefined] {
  const inOrder = [...postfix].sort((left, right) => left.begin - right.begin);
  return [inOrder[0], inOrder.at(-1)];
}

function ignoredComplaint(text: string, first: Token, last: Token): Complaint {
  const source = text.slice(first.begin, last.end);
  const language = foreignLanguage(tagAround(text, first.begin).source);
  if (language !== undefined)
    return { rule: 'foreign-syntax', message: `\`${source}\` is not a Liquid expression.`, hint: foreignHint(language) };
  return { rule: 'expression-ignored', message: `\`${source}\` is not one value: a part of it would be ignored.` };
}

function ignoredRest(text: string, begin: number, end: number): Complaint {
  return { rule: 'expression-ignored', message: `\`${text.slice(begin, end).trim()}\` would be ignored.` };
}

function strayComplaint(word: string, tag: Token): Complaint {
  const language = foreignLanguage(tag.getText());
  return {
    rule: language === undefined ? 'expression-ignored' : 'foreign-syntax',
    message: `\`${word}\` means nothing in \`${tag.getText()}\`.`,
    ...(language !== undefined && { hint: foreignHint(language) }),
  };
}

/** To the end of the line where none ends: so that what follows is not read again for each beginning. */
const JINJA_COMMENT = /\{#[^\n]*?(#\}|$)/gm;

function jinjaComments(text: string, position: (offset: number) => { line: number; column: number }): TemplateFinding[] {
  const comments = [...text.matchAll(JINJA_COMMENT)].filter(([, end]) => end !== '');
  return comments.map((match) => ({
    rule: 'foreign-syntax',
    severity: 'warning',
    message: `\`${match[0]}\` is a comment in Jinja; here the model would read it.`,
    hint: 'Write {% comment %}…{% endcomment %}, or {% # … %}.',
    ...position(match.index),
    length: match[0].length,
  }));
}
