export const INVITATION_DAYS = 7;

/** Whether an invitation may still be accepted. */
export const isOpen = (
  { acceptedAt, revokedAt, expiresAt }: { acceptedAt: Date | null; revokedAt: Date | null; expiresAt: Date },
  now: Date,
): boolean => acceptedAt === null && revokedAt === null && expiresAt > now;
