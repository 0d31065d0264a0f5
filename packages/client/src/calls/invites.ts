import type { Result } from "@colombe/base"
import type { InviteCalls } from "../api/index.ts"
import type { Home, Identity } from "../home/home.ts"
import { acceptAsker, declineAsker, listAskers } from "../invites/askers.ts"
import { joinByInvite, lookAtInvite } from "../invites/join.ts"
import { listInvites } from "../invites/list.ts"
import { endInvite, makeInvite } from "../invites/make.ts"
import type { Driver } from "../session/driver.ts"
import { inTurn } from "./in-turn.ts"

export function inviteCalls(home: Home, driver: Driver): InviteCalls {
  const asMe = <Value>(work: (identity: Identity) => Promise<Result<Value>>): Promise<Result<Value>> =>
    inTurn(home, driver, [], work)
  return {
    makeInvite: (conversation, options = {}) =>
      inTurn(home, driver, [conversation], (identity, id) => makeInvite(home, identity, id, options)),
    invites: conversation =>
      inTurn(home, driver, [conversation], (identity, id) => listInvites(home, identity, id)),
    endInvite: (conversation, invite) =>
      inTurn(home, driver, [conversation, invite], (identity, id, [key = id]) =>
        endInvite(home, identity, id, key),
      ),
    askers: conversation =>
      inTurn(home, driver, [conversation], (identity, id) => listAskers(home, identity, id)),
    acceptAsker: (conversation, account) =>
      inTurn(home, driver, [conversation, account], (identity, id, [who = id]) =>
        acceptAsker(home, identity, id, who),
      ),
    declineAsker: (conversation, account) =>
      inTurn(home, driver, [conversation, account], (_, id, [who = id]) => declineAsker(home, id, who)),
    lookAtInvite: link => asMe(identity => lookAtInvite(home, identity, link)),
    joinByInvite: link => asMe(identity => joinByInvite(home, identity, link)),
  }
}
