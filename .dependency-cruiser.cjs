// The arrows of docs/architecture: who may import whom. `npm run check` holds them.

/** Domains from the lowest to the highest; those of one level do not know each other. */
const LEVELS = [
  ['platform'],
  ['audit'],
  ['identity'],
  ['formats', 'rendering', 'ai', 'connectors', 'notifications'],
  ['models', 'sources'],
  ['runs'],
  ['knowledge', 'billing'],
  ['grounding', 'documents'],
  ['rfp', 'contracts', 'deals'],
  ['proposals', 'qa'],
  ['automations', 'analytics'],
];

const order = LEVELS.flatMap((level, height) =>
  level.map((domain) => {
    const notBelow = LEVELS.slice(height)
      .flat()
      .filter((other) => other !== domain);
    return {
      name: `${domain}-imports-only-lower-domains`,
      comment: `src/${domain} may import only the domains below it.`,
      severity: 'error',
      from: { path: `^src/${domain}/` },
      to: { path: `^src/(${[...notBelow, 'http'].join('|')})/` },
    };
  }),
);

module.exports = {
  forbidden: [
    ...order,
    {
      name: 'src-is-the-core',
      comment:
        'src knows neither GraphQL nor Temporal; only the files that start the service and src/http wire them in.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/(service|backends)\\.ts$', '^src/(commands|http)/'] },
      to: { path: '^(schema|temporal)/' },
    },
    {
      name: 'schema-imports-src-only',
      comment: 'Resolvers translate; they reach Temporal through the ports of src.',
      severity: 'error',
      from: { path: '^schema/' },
      to: { path: '^(temporal|scripts|tests|bench)/' },
    },
    {
      name: 'nothing-imports-tools-or-tests',
      comment: 'The service must run without them. The look-up of the Temporal CLI is shared with set-up.',
      severity: 'error',
      from: { path: '^(src|temporal)/' },
      to: { path: '^(scripts|tests|bench)/', pathNot: '^scripts/temporal-cli' },
    },
    {
      name: 'workflows-are-pure',
      comment:
        'Workflow code is replayed: it may import the workflow library, pure rules and types, nothing else.',
      severity: 'error',
      from: { path: '^temporal/workflows/' },
      to: {
        pathNot: [
          '^temporal/workflows/',
          '^node_modules/@temporalio/(workflow|common)/',
          '^temporal/search-attributes[.]ts$',
          '^temporal/activities/index[.]ts$',
          '^src/platform/durable[.]ts$',
          '^src/.+/rules[.]ts$',
          '^(src|temporal)/.*types[.]ts$',
        ],
      },
    },
    {
      name: 'workflows-know-activities-by-type',
      comment:
        'Activities are called through the server, by their names; their code does not run where workflows do.',
      severity: 'error',
      from: { path: '^temporal/workflows/' },
      to: {
        path: ['^temporal/activities/', '^src/platform/durable[.]ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'domains-meet-at-their-index',
      comment: "A domain's other files are its own business; import its index.ts or its types.",
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/[^/]+/',
        pathNot: ['^src/$1/', '^src/platform/', '^src/[^/]+/index\\.ts$', '^src/[^/]+/[^/]*types[.]ts$'],
      },
    },
    {
      name: 'no-cycles',
      comment: 'Folders that need each other are one folder, or hide a third.',
      severity: 'error',
      from: { path: '^((?:src|schema|temporal)/.+)/[^/]+$' },
      to: {
        circular: true,
        via: { pathNot: '^$1/[^/]+$' },
      },
    },
    {
      name: 'no-development-dependencies',
      comment: 'The container image has none of them.',
      severity: 'error',
      from: { path: '^(src|schema|temporal)/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere fails only when it runs.',
      severity: 'error',
      from: { path: '^(src|schema|temporal)/' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^generated/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
