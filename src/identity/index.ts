export { type Actor, allows, type Person, requirePermission } from './actor.js';
export { API_KEY_PREFIX, type CreateApiKeyInput, createApiKey, revokeApiKey } from './api-keys/api-keys.js';
export type { Caller, Origin, Session } from './caller.js';
export { changePassword, resetPassword } from './change-password.js';
export { DEFAULT_ACTOR, ensureDefaultActor } from './default-actor.js';
export { deleteAccount } from './delete-account.js';
export { createIdentity } from './identity.js';
export { acceptInvitation } from './invitations/accept-invitation.js';
export { type InviteInput, inviteMember, revokeInvitation } from './invitations/invite.js';
export { type InvitationPreview, previewInvitation } from './invitations/preview-invitation.js';
export { requestPasswordReset, sendVerification } from './mails/ask-for-mail.js';
export { keepMailing } from './mails/keep-mailing.js';
export { MAILED_PATHS, type MailedPath } from './mails/links.js';
export { forgetMails } from './mails/send-mails.js';
export {
  type ChangeMemberInput,
  changeMember,
  removeMember,
  setMemberDisabled,
  transferOwnership,
} from './members/change-member.js';
export { deleteDepartment, saveDepartment } from './members/departments.js';
export { createOrganization, renameOrganization, switchOrganization } from './members/organizations.js';
export { Unauthenticated, unauthenticated } from './nobody.js';
export { finishOidc, type OidcOutcome } from './oidc/callback.js';
export { OidcError } from './oidc/errors.js';
export { FLOW_MS, type OidcPurpose } from './oidc/flow.js';
export { linkProvider, reauthenticateByProvider, unlinkProvider } from './oidc/link.js';
export { CALLBACK_PATH } from './oidc/providers.js';
export { finishSignIn } from './oidc/sign-in.js';
export { startOidc } from './oidc/start.js';
export {
  isPermission,
  isRole,
  PERMISSION_TABLE,
  PERMISSIONS,
  type Permission,
  ROLE_PERMISSIONS,
  ROLES,
  type Role,
} from './permissions.js';
export { callerOfKey, callerOfSession, seeSession } from './resolve-caller.js';
export { reauthenticate } from './sessions/reauthenticate.js';
export { going, revokeSession, signOut, signOutEverywhere } from './sessions/sessions.js';
export { type SignedIn, type SignInInput, signIn } from './sign-in.js';
export { type SignUpInput, signUp } from './sign-up.js';
export { callerOfLink, SIGNED, signLink } from './signed-links.js';
export { disableTwoFactor, renewBackupCodes } from './two-factor/disable.js';
export { confirmTwoFactor, enableTwoFactor } from './two-factor/enable.js';
export { resetTwoFactorOf } from './two-factor/of-operator.js';
export { requireTwoFactor, resetMemberTwoFactor } from './two-factor/of-organization.js';
export { secondFactorOf } from './two-factor/second-factor.js';
export { rewrapSecondFactors, SECOND_FACTORS } from './two-factor/secret.js';
export { verifyEmail } from './verify-email.js';
export { waysIn } from './ways-in.js';
export { noteNobody, whyNotKey, whyNotSession } from './why-nobody.js';
