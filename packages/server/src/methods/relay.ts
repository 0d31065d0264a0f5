import { decodePrefix, equal, keyOf } from "@colombe/base"
import {
  header,
  kindClass,
  kinds,
  type Prefix,
  readPositionsMembersMax,
  relayedBytesMax,
} from "@colombe/rules"
import { type Delivery, encodeEvent, type RelayRequest, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import type { ServerContext } from "../context.ts"
import { isUnanswered } from "../first-contact.ts"
import { comparePlaces, leafOf, loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { topicOf } from "../live.ts"

/**
 * Typing is handed to whoever is there and kept nowhere. The newest read position of each member is kept for those who
 * are away. How far it says that somebody has read is sealed.
 */
export const relay: Handler<typeof Delivery.method.relay, DeviceCaller> = async (server, caller, request) => {
  if (request.body.length > relayedBytesMax) return refuse("entry-too-large")
  const place = readPlace(request)
  if (!place) return refuse("entry-invalid")
  const { conversation } = request
  const known = await loadGroup(server, conversation)
  if (!known?.members.has(keyOf(caller.account))) return refuse("conversation-unknown")
  const limited = takeToken(server, place.kind === kinds.typing ? "typing" : "reads", keyOf(caller.account))
  if (limited) return limited
  if (known.members.size > readPositionsMembersMax) return refuse("group-too-large")
  if (comparePlaces(place, known) > 0) return refuse("stale-epoch")
  if (leafOf(known.facts, caller.account, caller.device) === undefined) return refuse("device-not-joined")
  if (isUnanswered(known)) return refuse("first-contact-limit")
  if (place.kind === kinds.read) return putRead(server, caller, place, request)
  tellMembers(server, caller, request)
  return { ok: true, value: {} }
}

/** Of the header that every sealed message begins with: what is relayed is never in a log, nor the other way round. */
function readPlace({ body, conversation }: RelayRequest): Prefix | undefined {
  const read = decodePrefix(header, body)
  if (!read.ok || read.value.length >= body.length) return undefined
  const { prefix } = read.value.value
  return kindClass(prefix.kind) === "relayed" && equal(prefix.conversation, conversation) ? prefix : undefined
}

async function putRead(
  server: ServerContext,
  caller: DeviceCaller,
  { incarnation, epoch }: Prefix,
  request: RelayRequest,
): ReturnType<typeof relay> {
  const { conversation, body } = request
  const read = { conversation, account: caller.account, incarnation, epoch, body }
  const number = await server.store.conversations.putRead(read)
  if (number !== undefined) tellMembers(server, caller, request)
  return { ok: true, value: {} }
}

function tellMembers(
  { topics }: ServerContext,
  { account }: DeviceCaller,
  { conversation, body }: RelayRequest,
): void {
  topics.publish(
    topicOf(conversation),
    encodeEvent({ case: "relayed", value: { conversation, account, body } }),
  )
}
