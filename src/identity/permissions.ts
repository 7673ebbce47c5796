/** What a member may be in an organization, the mightiest first. */
export const ROLES = ['owner', 'admin', 'manager', 'reviewer', 'sales_rep', 'analyst', 'viewer'] as const;
export type Role = (typeof ROLES)[number];

export const isRole = (value: string): value is Role => (ROLES as readonly string[]).includes(value);

const row = (description: string, ...roles: Role[]) => ({ description, roles: new Set<Role>(roles) });

const ALL = [...ROLES];
const ADMINS = ['owner', 'admin'] as const;
const LEADS = ['owner', 'admin', 'manager'] as const;
const SELLERS = [...LEADS, 'sales_rep'] as const;
const REVIEWERS = [...LEADS, 'reviewer'] as const;
const WRITERS = [...LEADS, 'reviewer', 'sales_rep'] as const;

/** The one table of who may do what; docs/permissions.md shows it. A permission is also a scope of an API key. */
const TABLE = {
  'workflows.view': row('See workflows with their questions, answers, documents and files', ...ALL),
  'workflows.create': row('Upload RFPs and create proposals', ...SELLERS),
  'workflows.run': row('Cancel and retry workflows', ...SELLERS),
  'workflows.submit': row('Mark a response or proposal as sent, and close it', ...SELLERS),
  'answers.edit': row('Edit answers and sections, and send them back to be drafted again', ...WRITERS),
  'answers.approve': row('Approve answers, and take approvals back', ...REVIEWERS),
  'documents.edit': row('Create, save and restore documents', ...WRITERS),
  'tasks.manage': row('Ask people for something, and end or hand on what others were asked for', ...WRITERS),
  'knowledge.view': row('Find and read knowledge and the answer library', ...ALL),
  'knowledge.edit': row('Add and change knowledge and library answers', ...REVIEWERS),
  'knowledge.delete': row('Delete and restore knowledge, and merge library answers', ...LEADS),
  'qa.view': row('Read conversations', ...ALL),
  'qa.ask': row('Ask questions, rate answers, rename and delete conversations', ...WRITERS, 'analyst'),
  'templates.view': row('See proposal templates', ...ALL),
  'templates.edit': row('Change proposal templates', ...LEADS),
  'prompts.view': row('See what models are told', ...LEADS, 'analyst'),
  'prompts.edit': row('Change what models are told', ...ADMINS),
  'models.view': row('See providers, credentials without their keys, and routing', ...LEADS, 'analyst'),
  'models.manage': row('Set credentials and routing', ...ADMINS),
  'usage.view': row('See usage, costs, budgets and requests to models', ...LEADS, 'analyst'),
  'budgets.manage': row('Set budgets', ...ADMINS),
  'audit.view': row('See and export who did what', ...ADMINS),
  'members.view': row('See members, roles and departments', ...ALL),
  'members.manage': row('Invite, change, disable and remove members; manage departments', ...ADMINS),
  'organization.edit': row('Change the organization itself', ...ADMINS),
  'organization.transfer': row('Make owners, and take ownership away', 'owner'),
  'api-keys.manage': row('Make API keys of one’s own, and revoke those of others', ...LEADS),
} satisfies Record<string, ReturnType<typeof row>>;

export type Permission = keyof typeof TABLE;

/** Each permission with what it allows and the roles that have it. */
export const PERMISSION_TABLE: Record<Permission, { description: string; roles: ReadonlySet<Role> }> = TABLE;
export const PERMISSIONS = Object.keys(TABLE) as Permission[];

export const isPermission = (value: string): value is Permission => value in TABLE;

const permissionsOf = (role: Role): ReadonlySet<Permission> =>
  new Set(PERMISSIONS.filter((permission) => PERMISSION_TABLE[permission].roles.has(role)));

/** The same table by role. */
export const ROLE_PERMISSIONS: Record<Role, ReadonlySet<Permission>> = {
  owner: permissionsOf('owner'),
  admin: permissionsOf('admin'),
  manager: permissionsOf('manager'),
  reviewer: permissionsOf('reviewer'),
  sales_rep: permissionsOf('sales_rep'),
  analyst: permissionsOf('analyst'),
  viewer: permissionsOf('viewer'),
};
