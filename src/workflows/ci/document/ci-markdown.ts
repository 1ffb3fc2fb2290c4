import { fitSections } from '../../../base/report/markdown/fit-sections.ts';
import { code, prose } from '../../../base/report/markdown/markdown-text.ts';
import type { CiDocument } from './ci-document.ts';
import { changedSection, evaluationSection, findingSections, planSections } from './markdown-sections.ts';

export interface CiMarkdownOptions {
  /** Most bytes of UTF-8; sections are cut between their items, never within. */
  readonly limit: number;
  /** What links to files start with, up to and with the last `/`; absent: they are relative to the top of the repository. */
  readonly files?: string;
}

const MARKS = { passed: '✅', failed: '❌', warned: '⚠️', skipped: '➖', trouble: '❔' } as const;

/**
 * A run as Markdown for a comment or a job's summary: the verdict first, then gates, and what led to them.
 *
 * Texts of prompts, files and models are shown as they are: none can make a link, an image, a mention or HTML, or end its cell.
 */
export function ciMarkdown(document: CiDocument, { limit, files = '' }: CiMarkdownOptions): string {
  const top = [titleText(document), '', gatesText(document), ''].join('\n');
  const [breaking, others] = findingSections(document, files);
  const sections = [breaking, evaluationSection(document), changedSection(document), ...planSections(document), others];
  const room = limit - new TextEncoder().encode(top).length;
  return `${top}${fitSections(sections, room)}`;
}

function titleText({ verdict, summary, against, commit, restrictedBecause, cost }: CiDocument): string {
  const judged =
    commit === undefined ? 'The working tree' : `${code(commit.slice(0, 12))}${commit.includes(' ') ? ' and what is not committed' : ''}`;
  const facts = [
    `${judged} compared with ${code(against)}`,
    ...(cost === undefined ? [] : [`$${cost.toFixed(2)} spent on models`]),
    ...(restrictedBecause === undefined ? [] : [`judged by offline checks and recorded answers only, because ${prose(restrictedBecause)}`]),
  ];
  return `## ${MARKS[verdict]} Promptlane: ${prose(summary)}\n\n${facts.join('; ')}.`;
}

function gatesText({ gates }: CiDocument): string {
  const rows = gates.map(({ gate, status, summary, advisory }) => {
    const aside = advisory === undefined ? '' : ' (left out of the verdict)';
    return `| ${MARKS[status]} | ${gate} | ${prose(summary)}${aside} |`;
  });
  return ['| | gate | |', '|---|---|---|', ...rows].join('\n');
}
