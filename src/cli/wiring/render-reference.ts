import { text } from 'node:stream/consumers';
import type { Estimate } from '../../models/tokens/estimate.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { givenValues } from '../../workflows/authoring/render/given-values.ts';
import { promptTestData } from '../../workflows/authoring/render/prompt-test-data.ts';
import { type RenderedRow, renderVersion } from '../../workflows/authoring/render/render-version.ts';
import type { ValueFlags } from '../commands/author/value-flags.ts';
import type { CliContext } from '../context.ts';
import { resolveNamed } from '../session/resolve-named.ts';
import type { Session } from '../session/session.ts';

/** Finds what a reference names and renders it with the values that flags give. */
export async function renderReference(
  reference: string,
  { var: pairs = [], vars, ...flags }: ValueFlags & { readonly allRows?: boolean },
  session: Session,
  { globals, host }: CliContext,
): Promise<{ version: PromptVersion; rows: RenderedRow[] }> {
  const { directory } = globals;
  const version = await resolveNamed(reference, directory, session);
  const given = await givenValues({ ...flags, pairs, directory, ...(vars !== undefined && { file: vars }) }, version.content, {
    stdin: () => text(host.stdin),
    testData: async () => promptTestData({ text: reference, directory }, version.id, await session.tree()),
  });
  return { version, rows: renderVersion(version, given) };
}

/** What each row will take; the tables of tokens load only here. */
export async function estimatesOf(rows: readonly RenderedRow[], session: Session): Promise<Estimate[]> {
  const { estimator } = await import('../../models/tokens/estimate.ts');
  const { models } = (await session.workspace()).config;
  const estimate = estimator(Object.fromEntries(models.prices));
  return Promise.all(rows.map(({ rendered }) => estimate(rendered)));
}
