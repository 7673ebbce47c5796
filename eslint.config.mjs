// Lints the GraphQL schema alone; code is Biome's. See docs/decisions/0012-schema-lint.md.
import graphql from '@graphql-eslint/eslint-plugin';

const rulesOf = (name) => graphql.configs[name].rules;

/** Parts of something that has an id, and what is counted, compared or composed: nobody asks for them on their own. */
const VALUES = [
  'AiRequestFailure',
  'AnswerSentence',
  'BlockPart',
  'ChangedPart',
  'Citation',
  'ConfidenceBand',
  'ConfidenceCurve',
  'DiffHunk',
  'DiffLine',
  'DiffSpan',
  'DocumentBlock',
  'DocumentConflict',
  'DocumentDiff',
  'DocumentDownloads',
  'DocumentSection',
  'DocumentSnippet',
  'DocumentVersion',
  'HighlightRange',
  'KnowledgeFailure',
  'KnowledgeFile',
  'KnowledgeHit',
  'KnowledgePassage',
  'KnowledgeProgress',
  'KnowledgeTag',
  'KnowledgeUsage',
  'KnowledgeVersion',
  'LeftOut',
  'LibraryPair',
  'MarkColumn',
  'Member',
  'ModelCircuit',
  'ModelRouting',
  'OpenInvitation',
  'OutputFile',
  'PageInfo',
  'PairProvenance',
  'PromptTemplate',
  'PromptTemplateVersion',
  'ProposalRequirement',
  'ProposalSource',
  'ProposalTemplateSection',
  'ProviderAbilities',
  'ProviderCredentialTest',
  'ProviderModel',
  'QaFailure',
  'QaFeedback',
  'Questionnaire',
  'QuestionnaireMapping',
  'QuestionnaireRegion',
  'QuestionnaireSheet',
  'Rectangle',
  'ReturnLine',
  'ReturnReport',
  'ReviewIssue',
  'ReviewResult',
  'RfpAnalysis',
  'RoutedModel',
  'Scope',
  'SheetCell',
  'SignedUrl',
  'Source',
  'SourceBlock',
  'SourceMetadata',
  'SourcePage',
  'TaskAssignee',
  'TextLocation',
  'TextSpan',
  'TwoFactor',
  'UploadedFile',
  'Usage',
  'UsageCounts',
  'UsageRow',
  'UserError',
  'WorkflowFailure',
  'WorkflowProgress',
];

/** What happened; a cursor or sequence number leads back to it. */
const EVENTS = [
  'AnswerCompleted',
  'AnswerDelta',
  'AnswerDraftEvent',
  'AnswerFailed',
  'AnswerReset',
  'AnswerStarted',
  'AnswerUpdated',
  'KnowledgeChanged',
  'KnowledgeFailed',
  'KnowledgeProgressed',
  'KnowledgeStateChanged',
  'MappingChanged',
  'OutputReady',
  'ProposalOutlined',
  'ProposalSectionUpdated',
  'QaSearched',
  'QuestionsExtracted',
  'RequirementsExtracted',
  'ReviewCompleted',
  'TaskAssigned',
  'TaskCreated',
  'TaskEnded',
  'WorkflowFailed',
  'WorkflowStateChanged',
];

const { EnumValueDefinition: enumValue, ...naming } =
  rulesOf('flat/schema-recommended')['@graphql-eslint/naming-convention'][1];

export default [
  {
    files: ['**/*.graphql'],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema/schema.graphql' } },
    },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      ...rulesOf('flat/schema-recommended'),
      ...rulesOf('flat/schema-relay'),
      '@graphql-eslint/strict-id-in-types': [
        'error',
        { exceptions: { types: [...VALUES, ...EVENTS], suffixes: ['Payload', 'Connection', 'Edge'] } },
      ],
      // What stands in schema/words or beside its code is what introspection, GraphiQL and editors show.
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      // Roles are written as everywhere else: in the database, in tokens, in the audit trail.
      '@graphql-eslint/naming-convention': [
        'error',
        {
          ...naming,
          'EnumValueDefinition[parent.name.value!=Role]': enumValue,
          'EnumValueDefinition[parent.name.value=Role]': 'snake_case',
        },
      ],
      // `Workflow.workflowId` and `Document.documentType` are names that clients rely on.
      '@graphql-eslint/no-typename-prefix': 'off',
      // Lists that are short by their nature (the sources of an answer) are plain lists, and there are pages of values.
      '@graphql-eslint/relay-edge-types': [
        'error',
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],
      // What is computed page by page can be read forwards alone, which the specification allows.
      '@graphql-eslint/relay-arguments': ['error', { includeBoth: false }],
    },
  },
];
