import type { Role as AnyRole } from "@colombe/rules"
import type { Role } from "../api/index.ts"

/** Nobody who is banned is a member. */
export function shownRole({ role }: { readonly role: AnyRole }): Role {
  return role === "banned" ? "member" : role
}
