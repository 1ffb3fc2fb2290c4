import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  var: string[];
  vars?: string;
  format: 'text' | 'json' | 'openai' | 'anthropic';
}

export const registerRender: RegisterCommand = (program, run) => {
  program
    .command('render')
    .description('Render a prompt with values, as a model would get it')
    .argument('<reference>', 'a reference, or a prompt file')
    .option('--var <name=value>', 'a variable; repeat it for more', (pair: string, pairs: string[]) => [...pairs, pair], [])
    .option('--vars <file>', 'a YAML or JSON file with variables; `--var` wins over it')
    .option('--format <format>', 'text, json, openai or anthropic', 'text')
    .addHelpText(
      'before',
      examples([
        'promptlane render support/triage --var ticket="I was charged twice"',
        'promptlane render support/triage@production --vars case.yaml --format openai',
      ]),
    )
    .action((reference: string, flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { resolveNamed }, { givenVariables }, { renderPrompt }, { renderedText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../session/resolve-named.ts'),
          import('../../../workflows/authoring/given-variables.ts'),
          import('../../../prompt/render/render-prompt.ts'),
          import('../../render/author/rendered.ts'),
        ]);
        const { directory } = context.globals;
        const version = await resolveNamed(reference, directory, openSession(context));
        const variables = await givenVariables(
          { pairs: flags.var, ...(flags.vars !== undefined && { file: flags.vars }), directory },
          version.content.inputs,
        );
        const { terminal } = context;
        terminal.print(renderedText(renderPrompt(version, variables), flags.format, terminal.color));
        return 'ok';
      }),
    );
};
