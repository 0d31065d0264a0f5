import { type Result, succeed } from "@colombe/base"
import { createCommit, type PublicGroup } from "@colombe/mls"
import type { ConversationId } from "@colombe/rules"
import type { Home, Identity } from "../home/home.ts"
import { commitChange } from "./commit.ts"
import { withPath } from "./own-leaf.ts"
import type { View } from "./view.ts"

/** References of proposals that wait: every commit takes all of them in. */
export function pendingReferences(group: PublicGroup): readonly Uint8Array[] {
  return group.pending.map(({ reference }) => reference)
}

/** Takes in what others proposed, that is, lets those go who want to leave. Somebody else may have been faster. */
export function commitPending(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<View>> {
  return commitChange(home, identity, conversation, async view => {
    const { member } = view.state
    if (member === undefined || member.public.pending.length === 0) return succeed(undefined)
    return createCommit(home.mls, member, {
      signer: identity.signer,
      references: pendingReferences(member.public),
      ...(await withPath(home, identity, view, "leave")),
    })
  })
}
