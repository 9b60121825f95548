// Which folder of src may import which, and where a package may be used. Type imports count. The
// table is the whole truth; a folder may import itself and what its row names, nothing else of
// ours.
const ALLOWED = {
  base: [],
  columns: ['base'],
  telemetry: ['base'],
  wire: ['base', 'columns'],
  core: ['base', 'columns'],
  configuration: ['base', 'columns'],
  explain: ['base', 'columns', 'wire', 'core', 'configuration'],
  stores: ['base', 'columns', 'telemetry', 'wire', 'core', 'configuration', 'explain'],
  pool: ['base', 'columns', 'telemetry', 'wire', 'core', 'configuration', 'explain'],
  engine: [
    'base',
    'columns',
    'telemetry',
    'wire',
    'core',
    'configuration',
    'explain',
    'stores',
    'pool',
  ],
};
const BELOW_THE_EDGE = [...Object.keys(ALLOWED), 'engine'];
ALLOWED.rpc = BELOW_THE_EDGE;
ALLOWED.cli = BELOW_THE_EDGE;

/** The only folders that may import these packages. */
const HOMES = [
  { package: 'piscina', home: '^src/pool/' },
  { package: 'lmdb', home: '^src/stores/embedded/' },
  { package: '@grpc/[^/]+', home: '^src/(rpc|cli)/' },
  { package: 'grpc-health-check', home: '^src/rpc/' },
  { package: 'commander', home: '^src/cli/' },
  { package: 'prom-client', home: '^src/telemetry/' },
];

const layers = Object.entries(ALLOWED).map(([layer, allowed]) => ({
  name: `layer-${layer}`,
  comment: `src/${layer} may import ${['itself', ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${layer}/` },
  to: { path: '^src/', pathNot: `^src/(${[layer, ...allowed].join('|')})/` },
}));

const homes = HOMES.map(({ package: name, home }) => ({
  name: `home-of-${name.replace(/\W+/g, '-')}`,
  comment: `${name} is imported in ${home} only`,
  severity: 'error',
  from: { path: '^src/', pathNot: home },
  to: { path: `^(node_modules/)?${name}(/|$)` },
}));

module.exports = {
  forbidden: [
    ...layers,
    ...homes,
    {
      name: 'known-folder',
      comment: 'a new folder of src needs a row in the table above',
      severity: 'error',
      from: { path: '^src/', pathNot: `^src/(main\\.ts$|(${Object.keys(ALLOWED).join('|')})/)` },
      to: {},
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'src-stands-alone',
      comment: 'src never imports test or bench, nor anything else outside src but packages',
      severity: 'error',
      from: { path: '^src/' },
      to: {
        pathNot: '^(src/|node_modules/)',
        dependencyTypesNot: ['core'],
        couldNotResolve: false,
      },
    },
    {
      name: 'pure-folders',
      comment: 'base, columns, wire and core import neither Node nor packages',
      severity: 'error',
      from: { path: '^src/(base|columns|wire|core)/' },
      to: { pathNot: '^src/' },
    },
    {
      name: 'declared-packages',
      comment: 'src imports only what package.json lists under dependencies',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional'] },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node'],
    },
  },
};
