import { type GraphQLInputType, getNamedType, isEnumType } from 'graphql';

/**
 * How an argument is walked:
 *
 *   id         the global id of a node; those of all other types and the bare UUID are tried as well
 *   reference  the readable id of a workflow
 *   cursor     a place in a connection
 *   key        an idempotency key
 *   version    a number that only the other organization's thing has
 *   finding    the id of a finding of the library's clean-up
 *   known      a name or text by which something is found, or by which something would be found to be there already
 *   address    an e-mail address that has an account
 *   invitation the token of an invitation
 *   free       nothing that leads to a thing: said why in `as`, with a value that is taken
 */
export type Walk =
  | { by: 'id'; type: string }
  | { by: 'known'; what: string }
  | { by: 'reference' | 'cursor' | 'key' | 'version' | 'finding' | 'address' | 'invitation' }
  | { by: 'free'; as: 'written' | 'chosen' | 'counted' | 'secret'; value: unknown };

const id = (type: string): Walk => ({ by: 'id', type });
/** Found by, or compared with what is there: `what` names a text of the organization's own. */
const known = (what: string): Walk => ({ by: 'known', what });
/** Only stored, or sent to a model. */
const written = (value: unknown = 'A text'): Walk => ({ by: 'free', as: 'written', value });
/** One of a list that is the same for everybody. */
const chosen = (value: unknown): Walk => ({ by: 'free', as: 'chosen', value });
/** A number of things, or of events of something whose id is walked. */
const counted = (value: unknown): Walk => ({ by: 'free', as: 'counted', value });
/** Proves by itself who may use it, as whoever holds it got it by mail or made it up. */
const secret = (value: unknown): Walk => ({ by: 'free', as: 'secret', value });

const reference: Walk = { by: 'reference' };
const version: Walk = { by: 'version' };

/** By the coordinate in the schema; `mutation/Input.field` where inputs of one type mean different things. */
const ARGUMENTS: Record<string, Walk> = {
  'AcceptInvitationInput.token': { by: 'invitation' },
  'ActivateProviderCredentialInput.id': id('ProviderCredential'),
  'AddAnswerToLibraryInput.answer': written(),
  'AddAnswerToLibraryInput.answerId': id('Answer'),
  'AddAnswerToLibraryInput.question': known('question'),
  'AddAnswerToLibraryInput.source': known('source'),
  'AddAnswerToLibraryInput.tags': known('tag'),
  'AddKnowledgeInput.content': known('content'),
  'AddKnowledgeInput.source': known('source'),
  'AddKnowledgeInput.tags': known('tag'),
  'AddKnowledgeInput.title': known('title'),
  'AddQaAnswerToLibraryInput.answer': written(),
  'AddQaAnswerToLibraryInput.answerId': id('QaAnswer'),
  'AddQaAnswerToLibraryInput.question': written(),
  'AddQaAnswerToLibraryInput.tags': known('tag'),
  'AddressInput.email': { by: 'address' },
  'AiRequestFilter.model': known('model'),
  'AiRequestFilter.provider': chosen('custom'),
  'AiRequestFilter.task': chosen('draft-answer'),
  'AiRequestFilter.userId': id('User'),
  'AiRequestFilter.workflowId': reference,
  'AnswerStreamInput.answerId': id('QaAnswer'),
  'AnswerStreamInput.conversationId': id('Conversation'),
  'AnswerStreamInput.question': known('asked'),
  'AskQuestionInput.conversationId': id('Conversation'),
  'AskQuestionInput.question': known('asked'),
  'AuditFilter.actions': chosen('answer.edited'),
  'AuditFilter.actorId': id('User'),
  'AuditFilter.subjectId': id('Answer'),
  'AuditFilter.subjectType': chosen('answer'),
  'ChangeMemberInput.departmentId': id('Department'),
  'ChangeMemberInput.userId': id('User'),
  'ChangePasswordInput.currentPassword': secret('correct horse battery'),
  'ChangePasswordInput.password': secret('correct horse battery'),
  'ConfirmTwoFactorInput.code': secret('000000'),
  'CreateApiKeyInput.name': known('apiKey'),
  'CreateApiKeyInput.scopes': chosen('workflows.view'),
  'CreateDocumentInput.clientName': written(),
  'CreateDocumentInput.content': written(),
  'CreateDocumentInput.documentType': chosen('proposal'),
  'CreateDocumentInput.title': written(),
  'CreateDocumentInput.workflowId': reference,
  'CreateProviderCredentialInput.apiKey': secret('sk-0123456789abcdefghij'),
  'CreateProviderCredentialInput.baseUrl': written('http://127.0.0.1:9/v1'),
  'CreateProviderCredentialInput.embeddingDimensions': counted(8),
  'CreateProviderCredentialInput.embeddingModel': known('embeddingModel'),
  'CreateProviderCredentialInput.maxConcurrency': counted(1),
  'CreateProviderCredentialInput.model': known('model'),
  'CreateProviderCredentialInput.name': known('credential'),
  'CreateProviderCredentialInput.provider': chosen('openai'),
  'CreateProviderCredentialInput.requestsPerMinute': counted(1),
  'CreateProviderCredentialInput.tokensPerMinute': counted(1_000),
  'CreateQuickProposalInput.clientName': written(),
  'CreateQuickProposalInput.industry': known('industry'),
  'CreateQuickProposalInput.requirements': written('- All data must be encrypted.'),
  'CreateQuickProposalInput.templateId': known('template'),
  'CreateQuickProposalInput.title': written(),
  'DeactivateProviderCredentialInput.id': id('ProviderCredential'),
  'DeleteConversationInput.conversationId': id('Conversation'),
  'DeleteKnowledgeInput.expectedRevision': version,
  'DeleteKnowledgeInput.id': id('KnowledgeItem'),
  'DeleteProviderCredentialInput.id': id('ProviderCredential'),
  'DisableTwoFactorInput.code': secret('000000'),
  'DisableTwoFactorInput.password': secret('not the password'),
  'DismissLibraryFindingInput.id': { by: 'finding' },
  'Document.snippet(search:)': known('word'),
  'EnableTwoFactorInput.password': secret('not the password'),
  'FinishSignInInput.code': secret('000000'),
  'FinishSignInInput.ticket': secret('no such ticket'),
  'FinishSignInInput.verifier': secret('no such verifier'),
  'InviteMemberInput.departmentId': id('Department'),
  'InviteMemberInput.email': { by: 'address' },
  'KnowledgeFilter.allTags': known('tag'),
  'KnowledgeFilter.anyTag': known('tag'),
  'KnowledgeFilter.kind': chosen('text'),
  'KnowledgeFilter.ownerId': id('User'),
  'KnowledgeFilter.search': known('word'),
  'KnowledgeItemInput.id': id('KnowledgeItem'),
  'KnowledgeSearchFilter.kinds': chosen('text'),
  'KnowledgeSearchFilter.sources': known('source'),
  'KnowledgeSearchFilter.tags': known('tag'),
  'MemberInput.userId': id('User'),
  'MergeLibraryPairsInput.dropIds': id('KnowledgeItem'),
  'MergeLibraryPairsInput.keepId': id('KnowledgeItem'),
  'ModelRouteInput.credentialId': id('ProviderCredential'),
  'ModelRouteInput.model': known('model'),
  'OrganizationNameInput.name': known('organization'),
  'ProposalTemplateSectionInput.purpose': written(),
  'ProposalTemplateSectionInput.title': written(),
  'ProposalTemplateSectionInput.topics': written(),
  'ProposalTemplateSectionInput.words': counted(100),
  'Query.conversation(id:)': id('Conversation'),
  'Query.conversations(search:)': known('word'),
  'Query.document(workflowId:)': reference,
  'Query.documentDiff(from:)': version,
  'Query.documentDiff(to:)': version,
  'Query.documentDiff(workflowId:)': reference,
  'Query.documentVersion(version:)': version,
  'Query.documentVersion(workflowId:)': reference,
  'Query.documents(clientName:)': known('client'),
  'Query.documents(documentType:)': chosen('proposal'),
  'Query.documents(editedBy:)': id('User'),
  'Query.documents(search:)': known('word'),
  'Query.knowledgeItem(id:)': id('KnowledgeItem'),
  'Query.knowledgeSearch(query:)': known('word'),
  'Query.knowledgeTags(search:)': known('tag'),
  // `node` and `nodes` are walked with every type; this is the one with which they are shown to find something.
  'Query.node(id:)': id('Workflow'),
  'Query.nodes(ids:)': id('Workflow'),
  'Query.promptTemplate(task:)': chosen('draft-answer'),
  'Query.proposalTemplate(id:)': known('template'),
  'Query.proposalTemplate(version:)': version,
  'Query.providerCredential(id:)': id('ProviderCredential'),
  'Query.workflow(workflowId:)': reference,
  'Query.workflows(search:)': known('word'),
  'RateAnswerInput.answerId': id('QaAnswer'),
  'RateAnswerInput.comment': written(),
  'ReauthenticateInput.password': secret('correct horse battery'),
  'ReauthenticateInput.ticket': secret('no such ticket'),
  'ReauthenticateInput.verifier': secret('no such verifier'),
  'RegenerateAnswerInput.answerId': id('Answer'),
  'RegenerateAnswerInput.guidance': written(),
  'RegenerateProposalSectionInput.guidance': written(),
  'RegenerateProposalSectionInput.sectionId': id('ProposalSection'),
  'RenameConversationInput.conversationId': id('Conversation'),
  'RenameConversationInput.title': written(),
  'RenewBackupCodesInput.password': secret('not the password'),
  'ReplaceKnowledgeInput.content': known('content'),
  'ReplaceKnowledgeInput.expectedRevision': version,
  'ReplaceKnowledgeInput.id': id('KnowledgeItem'),
  'ResetPasswordInput.password': secret('another horse battery'),
  'ResetPasswordInput.token': secret('no such token'),
  'ResetProposalTemplateInput.expectedVersion': version,
  'ResetProposalTemplateInput.id': known('template'),
  'RestoreDocumentInput.expectedVersion': version,
  'RestoreDocumentInput.version': version,
  'RestoreDocumentInput.workflowId': reference,
  'RestorePromptTemplateInput.task': chosen('draft-answer'),
  'RestorePromptTemplateInput.version': version,
  'RevokeApiKeyInput.id': id('ApiKey'),
  'RevokeSessionInput.id': id('Session'),
  'SaveDepartmentInput.id': id('Department'),
  'SaveDepartmentInput.name': known('department'),
  'SaveDocumentInput.content': written(),
  'SaveDocumentInput.expectedVersion': version,
  'SaveDocumentInput.title': written(),
  'SaveDocumentInput.workflowId': reference,
  'SavePromptTemplateInput.note': written(),
  'SavePromptTemplateInput.task': chosen('draft-answer'),
  'SavePromptTemplateInput.text': written(),
  'SavePromptTemplateInput.version': version,
  'SaveProposalTemplateInput.expectedVersion': version,
  'SaveProposalTemplateInput.industry': known('industry'),
  'SetMemberDisabledInput.userId': id('User'),
  'SignInInput.code': secret('000000'),
  'SignInInput.email': { by: 'address' },
  'SignInInput.password': secret('not the password'),
  'SignUpInput.email': { by: 'address' },
  'SignUpInput.invitationToken': { by: 'invitation' },
  'SignUpInput.name': written('Eve'),
  'SignUpInput.organizationName': known('organization'),
  'SignUpInput.password': secret('correct horse battery'),
  'SignUpInput.setupCode': secret('no such code'),
  'Subscription.answerDeltas(after:)': counted(0),
  'Subscription.answerDeltas(workflowId:)': reference,
  'Subscription.events(after:)': written('0'),
  'Subscription.events(kinds:)': written('state-changed'),
  'Subscription.knowledgeEvents(after:)': counted(0),
  'Subscription.knowledgeEvents(itemId:)': id('KnowledgeItem'),
  'Subscription.runEvents(after:)': counted(0),
  'Subscription.runEvents(runId:)': id('Workflow'),
  'Subscription.workflowEvents(after:)': counted(0),
  'Subscription.workflowEvents(workflowId:)': reference,
  'SwitchOrganizationInput.id': id('Organization'),
  'TicketInput.ticket': secret('no such ticket'),
  'TicketInput.verifier': secret('no such verifier'),
  'TestProviderCredentialInput.id': id('ProviderCredential'),
  'UnlinkProviderInput.provider': chosen('google'),
  'UpdateAnswerInput.answerId': id('Answer'),
  'UpdateAnswerInput.text': written(),
  'UpdateKnowledgeInput.expectedRevision': version,
  'UpdateKnowledgeInput.id': id('KnowledgeItem'),
  'UpdateKnowledgeInput.ownerId': id('User'),
  'UpdateKnowledgeInput.source': known('source'),
  'UpdateKnowledgeInput.tags': known('tag'),
  'UpdateKnowledgeInput.title': known('title'),
  'UpdateProviderCredentialInput.apiKey': secret('sk-0123456789abcdefghij'),
  'UpdateProviderCredentialInput.baseUrl': written('http://127.0.0.1:9/v1'),
  'UpdateProviderCredentialInput.embeddingDimensions': counted(8),
  'UpdateProviderCredentialInput.embeddingModel': known('embeddingModel'),
  'UpdateProviderCredentialInput.expectedVersion': version,
  'UpdateProviderCredentialInput.id': id('ProviderCredential'),
  'UpdateProviderCredentialInput.maxConcurrency': counted(1),
  'UpdateProviderCredentialInput.model': known('model'),
  'UpdateProviderCredentialInput.name': known('credential'),
  'UpdateProviderCredentialInput.requestsPerMinute': counted(1),
  'UpdateProviderCredentialInput.tokensPerMinute': counted(1_000),
  'UploadKnowledgeInput.source': known('source'),
  'UploadKnowledgeInput.tags': known('tag'),
  'UploadKnowledgeInput.title': known('title'),
  'UploadRfpInput.clientName': written(),
  'UploadRfpInput.industry': written(),
  'UsageFilter.models': known('model'),
  'UsageFilter.providers': chosen('custom'),
  'UsageFilter.tasks': chosen('draft-answer'),
  'UsageFilter.userId': id('User'),
  'UsageFilter.workflowId': reference,
  'VerifyEmailInput.token': secret('no such token'),
  'WorkflowInput.workflowId': reference,
  'deleteDepartment/IdInput.id': id('Department'),
  'revokeInvitation/IdInput.id': id('Invitation'),
};

/** A place where a value is given: `Query.node(id:)`, `UpdateAnswerInput.text`. */
export interface Place {
  /** The root field that it belongs to. */
  field: string;
  /** Of the argument or input field in the schema. */
  coordinate: string;
  name: string;
  type: GraphQLInputType;
}

const used = new Set<string>();

/** How a place is walked; null where nobody has said so. */
export function walkOf({ field, coordinate, name, type }: Place): Walk | null {
  const said = [`${field}/${coordinate}`, coordinate].find((key) => key in ARGUMENTS);
  if (said) {
    used.add(said);
    return ARGUMENTS[said]!;
  }
  const leaf = getNamedType(type);
  if (isEnumType(leaf)) return chosen(leaf.getValues()[0]!.name);
  switch (leaf.name) {
    case 'Boolean':
      return chosen(true);
    case 'Float':
      return counted(1);
    case 'DateTime':
      return counted('2026-01-01T00:00:00Z');
    case 'File':
      return written(new File(['# What we say\n\nWe encrypt it all.\n'], 'file.md'));
  }
  if (name === 'idempotencyKey') return { by: 'key' };
  if (leaf.name === 'String' && (name === 'after' || name === 'before')) return { by: 'cursor' };
  if (leaf.name === 'Int' && (name === 'first' || name === 'last')) return counted(100);
  return null;
}

/** What is said of arguments that the schema does not have (any more). */
export const unusedArguments = (): string[] => Object.keys(ARGUMENTS).filter((key) => !used.has(key));
