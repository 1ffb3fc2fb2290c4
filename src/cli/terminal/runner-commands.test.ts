import { describe, expect, test } from 'vitest';
import { withoutRunnerCommands } from './runner-commands.ts';

/** What the runner does with a line: leading space is no matter to the new form, the old one may stand anywhere. */
const isCommand = (line: string): boolean => line.trimStart().startsWith('::') || line.includes('##[');

describe('text for a runner', () => {
  test.each(['::set-output name=a::b', '  ::add-mask::e', 'a\n\t::stop-commands::x', 'a\r::debug::x', '+ ##[add-mask]e', '\n\n::group::x'])(
    'has no command left in %j',
    (text) => {
      expect(text.split(/[\n\r]/).some(isCommand)).toBe(true);
      const safe = withoutRunnerCommands(text);
      expect(safe.split(/[\n\r]/).some(isCommand)).toBe(false);
      expect(safe.replaceAll('\u200b', '')).toBe(text);
    },
  );

  test.each(['a::b', 'std::vector', '# a', '## [x]', ': :'])('stays as it is: %j', (text) => {
    expect(withoutRunnerCommands(text)).toBe(text);
  });
});
