/** Who is acting: a user within one organization. */
export interface Actor {
  organizationId: string;
  userId: string;
}
