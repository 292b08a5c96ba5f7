/** The layers of ARCHITECTURE.md. Each rule says what to do when it is broken. */
const ownTests = '[.]test[.]ts$|/testing/';

/** The vitest door stands in suites/ beside what vitest runs, and tells a run as the command line does. */
const door = '^suites/vitest[.]ts$';

const only = (folder, allowed, comment, except = '^$') => ({
  name: `${folder}-imports`,
  severity: 'error',
  comment,
  from: { path: `^${folder}/`, pathNot: [ownTests, except] },
  to: {
    path: '^(specs|schemas|fixtures|suites|reporters|cli|bench)/',
    pathNot: allowed.map((name) => (name.endsWith('.ts') ? `^${name}$` : `^${name}/`)),
  },
});

const edges = [
  '^specs/catalogue[.]ts$',
  '^fixtures/documented[.]ts$',
  '^fixtures/emulator/(serve|start-worker|worker)[.]ts$',
  '^suites/client/',
  '^suites/(vitest|vitest-reporter|global-setup)[.]ts$',
  '^cli/',
  '^bench/',
];

export default {
  forbidden: [
    only('specs', ['specs'], 'Contracts know nothing of shapes, cases or targets: pass what you need in as a value.'),
    only('schemas', ['schemas', 'specs'], 'Shapes are made from contracts alone.'),
    only('fixtures', ['fixtures', 'schemas', 'specs'], 'Cases and emulator cannot see checks or the engine.'),
    only(
      'suites',
      [
        'suites',
        'fixtures',
        'schemas',
        'specs',
        'reporters/record.ts',
        'reporters/run-diff-record.ts',
        'reporters/replay-record.ts',
      ],
      'The engine fills a record; how it is told is the business of the doors.',
      door,
    ),
    only('reporters', ['reporters'], 'A report is made from the record and from nothing else.'),
    {
      name: 'record-imports-nothing',
      severity: 'error',
      comment: 'The record is the one type that everybody shares: it must not pull anything in.',
      from: { path: '^reporters/record[.]ts$' },
      to: {},
    },
    {
      name: 'no-cycle',
      severity: 'error',
      comment: 'Data flows one way: find the part that both need and give it a file of its own.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'edges-only',
      severity: 'error',
      comment: 'Disk, network and process are touched at the edges only: take the bytes as an argument.',
      from: { path: '^(specs|schemas|fixtures|suites|reporters)/', pathNot: [ownTests, ...edges] },
      to: { path: '^(node:)?(fs|fs/promises|net|tls|http|https|dns|child_process|worker_threads|process)$|undici' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      comment: 'A file that nobody imports is dead: use it or delete it.',
      from: { orphan: true, pathNot: [ownTests, '[.]suite[.]ts$', '[.]config[.]ts$', '[.]d[.]ts$', '^bench/'] },
      to: {},
    },
    {
      name: 'resolvable',
      severity: 'error',
      comment: 'An import that cannot be resolved: a typo, or a package missing from package.json.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment: 'The published package would not find it: move it to dependencies, or the code to a test.',
      from: { path: '^(specs|schemas|fixtures|suites|reporters|cli)/', pathNot: ownTests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm-peer', 'npm-optional', 'type-only'] },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|docs)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
