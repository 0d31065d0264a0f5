import { keyOf } from "@colombe/base"
import type { Connection } from "./connection.ts"

/** A connection that was greeted. Whoever has only words left has to find the account before signing in. */
export interface Reader {
  readonly connection: Connection
}

/** By whom lookups count: the account where there is one, else the origin. */
export function whoOf({ connection: { session, peer } }: Reader): string {
  return session.at === "signed-in" ? keyOf(session.account) : peer.origin
}
