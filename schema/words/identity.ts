import type { Words } from './index.js';

export const identity: Words = {
  User: { name: 'As colleagues see it.', email: 'By which one signs in, in lower case.' },
  AuditRecord: {
    id: 'Unique among all records.',
    at: 'When it was done.',
    userAgent: 'What the client called itself; null for what the service did by itself.',
  },
  UserError: {
    code: 'What kind of failure it is, for programs to switch on: docs/guide.md#errors. Codes are never renamed.',
    message: 'What was wrong and what to do about it, in a sentence that may be shown as it is.',
    path: 'The way to the input field at fault: ["input", "title"]. Null where no single field is.',
  },
  SignInPayload: { expiresAt: 'When the session ends at the latest, however much it is used.' },
  ApiKey: {
    name: 'What it is called in lists.',
    expiresAt: 'From then on it is worth nothing; null for never.',
    revokedAt: 'When it was revoked; null while it is not.',
  },
  CreateApiKeyPayload: { apiKey: 'What is kept of the key; null where none was made.' },
  Department: { name: 'Unique within the organization.' },
  Member: {
    user: 'Who it is.',
    role: 'What the member may do: one of the values of Role.',
    department: 'Where the member belongs; null for nowhere.',
    since: 'When the member joined.',
    disabledAt: 'Since when the member is locked out; null for one who is not.',
    twoFactorEnabled: 'Whether the member signs in with a second factor.',
  },
  Invitation: {
    email: 'The address that it was mailed to, which alone may accept it.',
    role: 'What whoever accepts it will be: one of the values of Role.',
    expiresAt: 'From then on it is worth nothing.',
    acceptedAt: 'When somebody joined by it; null while nobody has.',
    revokedAt: 'When it was taken back; null while it is not.',
  },
  MemberPayload: {
    member: 'The member after the change; null where nothing was changed, and for one who was removed.',
  },
  InvitationPayload: { invitation: 'The invitation that was mailed; null where none was.' },
  DepartmentPayload: { department: 'The department after the change; null where nothing was changed.' },
  Organization: { name: 'As its members see it.' },
  OrganizationPayload: { organization: 'The organization after the change; null where nothing was changed.' },
  SignInProvider: {
    id: 'By which the operator named it in the settings.',
    name: 'For the button: "Continue with …".',
  },
  Session: {
    ipAddress: 'Where it was used from last, as far as trusted proxies say.',
    userAgent: 'What the browser or program called itself.',
    createdAt: 'When one signed in.',
    expiresAt: 'When it ends at the latest.',
  },
  TwoFactor: {
    enabled: 'Whether a code is asked for at sign-in.',
    enabledAt: 'Since when; null while it is off.',
    backupCodesLeft: 'How many backup codes have not been used.',
  },
};
