/**
 * The ranks of docs/architecture.md as rules: imports go down only.
 * Rank 0 base · 1 prompt · 2 release evals traces access · 3 protocol formats ·
 * 4 workspace models registry forge · 5 workflows server sdk · 6 cli action mcp web
 */
const PURE = '^src/(base|prompt|release|evals|traces|access|protocol|formats)/';
const rank = (name, from, allowed) => ({
  name: `rank-${name}`,
  severity: 'error',
  comment: `src/${name} may import only itself and: ${allowed.join(', ') || 'nothing'}`,
  from: { path: `^src/${from ?? name}/`, pathNot: '\\.test\\.ts$' },
  to: { path: '^src/', pathNot: `^src/(${[name, ...allowed].join('|')})/` },
});
const DOMAIN = ['base', 'prompt', 'release', 'evals', 'traces', 'access'];
const CONTRACTS = [...DOMAIN, 'protocol', 'formats'];
const CAPABILITIES = [...CONTRACTS, 'workspace', 'models', 'registry', 'forge'];

module.exports = {
  forbidden: [
    rank('base', undefined, []),
    rank('prompt', undefined, ['base']),
    rank('release', undefined, ['base', 'prompt']),
    rank('evals', undefined, ['base', 'prompt']),
    rank('traces', undefined, ['base', 'prompt']),
    rank('access', undefined, ['base', 'prompt']),
    rank('protocol', undefined, DOMAIN),
    rank('formats', undefined, DOMAIN),
    rank('workspace', undefined, CONTRACTS),
    rank('models', undefined, CONTRACTS),
    rank('registry', undefined, CONTRACTS),
    rank('forge', undefined, CONTRACTS),
    rank('workflows', undefined, CAPABILITIES),
    rank('server', undefined, [...CONTRACTS, 'models', 'registry']),
    rank('sdk', undefined, [...CONTRACTS, 'registry']),
    rank('cli', undefined, [...CAPABILITIES, 'workflows', 'server']),
    rank('action', undefined, [...CAPABILITIES, 'workflows']),
    rank('web', undefined, CONTRACTS),
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Type-only cycles count too.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'pure-ranks-touch-no-platform',
      severity: 'error',
      comment: 'Ranks 0-3 also run in the browser and at the edge: no node: modules, no network.',
      from: { path: PURE, pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-core-touches-no-platform',
      severity: 'error',
      comment: 'The client also runs at the edge and in browsers; src/sdk/node adds what Node has.',
      from: { path: '^src/sdk/(?!node/)', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'client-core-loads-nothing-heavy',
      severity: 'error',
      from: { path: '^src/sdk/(?!node/)', pathNot: '\\.test\\.ts$' },
      to: { path: '(^src/sdk/node/|node_modules/(zod|yaml|undici|ajv)/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'client-reads-by-itself',
      severity: 'error',
      comment: "The command line's client of the registry is another one, for Node alone.",
      from: { path: '^src/sdk/' },
      to: { path: '^src/(registry|workspace|models|forge|formats)/' },
    },
    {
      name: 'pure-ranks-use-no-io-package',
      severity: 'error',
      from: { path: PURE, pathNot: '\\.test\\.ts$' },
      to: { path: 'node_modules/(undici|execa|simple-git|cosmiconfig|ora|chalk|commander|fastify|kysely|@photostructure)/' },
    },
    {
      name: 'no-drawer-folders',
      severity: 'error',
      comment: 'A folder is named after what it is about.',
      from: {},
      to: { path: '^src/.*\\b(utils?|common|shared|helpers?|misc|lib)/' },
    },
    {
      name: 'no-test-code-in-source',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^test/|\\.test\\.ts$|node_modules/(vitest|fast-check)/)' },
    },
    {
      name: 'commands-load-lazily',
      severity: 'error',
      comment:
        'A command file statically imports only commander types, its neighbours and how commands end, so that --help stays near bare node.',
      from: { path: '^src/cli/commands/' },
      to: {
        path: '^(src/(?!cli/|base/(failure|exit-code)\\.ts)|node_modules/)',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
        pathNot: 'node_modules/commander/',
      },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
