/** What somebody is in a group, rising. */
export type Role = "member" | "moderator" | "admin" | "owner"
