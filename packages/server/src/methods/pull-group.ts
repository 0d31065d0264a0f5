import { encodeTree } from "@colombe/mls/public"
import { type Delivery, refuse, whole } from "@colombe/wire"
import { readGroup } from "../group-log.ts"
import { comparePlaces, isSelfState, loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { outsiderFault } from "../invites.ts"

/** What a joiner needs, of the newest epoch or of an older one that it can prove the newest from. */
export const pullGroup: Handler<typeof Delivery.method.pullGroup, DeviceCaller> = async (
  server,
  caller,
  { conversation, at },
) => {
  const { conversations } = server.store
  const epoch = at && whole(at.epoch)
  if (at && epoch === undefined) return refuse("request-invalid")
  const outside = await outsiderFault(server, caller, conversation)
  if (outside) return outside
  const place = at && epoch !== undefined ? { incarnation: at.incarnation, epoch } : undefined
  const stored = await conversations.group(conversation, place)
  if (!stored || isSelfState(stored)) return refuse("stale-epoch")
  const newest = await loadGroup(server, conversation)
  const isNewest = newest !== undefined && comparePlaces(newest, stored) === 0
  const { tree } = isNewest ? newest.group : readGroup(stored.parts)
  const ratchetTree = encodeTree(tree)
  return { ok: true, value: { groupInfo: stored.groupInfo, ratchetTree, seq: BigInt(stored.seq) } }
}
