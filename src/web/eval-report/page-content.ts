import type { PageEvaluation } from '../../evals/report/formats/html/page-data.ts';

/** What stands in the file beside the page. */
export interface PageContent {
  readonly version: string;
  readonly evaluations: readonly LazyEvaluation[];
}

/** Read when it is first shown: a file may hold many, of megabytes each. */
export type LazyEvaluation = () => PageEvaluation;

/** Finds the data that `htmlReport` wrote. */
export function pageContent(): PageContent {
  const tool = JSON.parse(document.getElementById('tool')?.textContent ?? '{}') as { readonly version?: string };
  const blocks = [...document.querySelectorAll<HTMLScriptElement>('script.evaluation')];
  return { version: tool.version ?? '', evaluations: blocks.map(lazyEvaluation) };
}

function lazyEvaluation(block: HTMLScriptElement): LazyEvaluation {
  let read: PageEvaluation | undefined;
  return () => {
    read ??= JSON.parse(block.textContent ?? '') as PageEvaluation;
    return read;
  };
}
