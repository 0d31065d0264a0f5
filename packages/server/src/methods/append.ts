import { concat, decodePrefix, equal, keyOf } from "@colombe/base"
import { entryBytesMax, type Header, header, kindClass } from "@colombe/rules"
import { expiringKinds, type NewEntry } from "@colombe/store"
import { type AppendRequest, blobIdBytes, type Delivery, entryBlobsMax, refuse, whole } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { entryWithoutBody } from "../entries.ts"
import { checkFirstContact } from "../first-contact.ts"
import { comparePlaces, type KnownGroup, leafOf, loadGroup } from "../groups.ts"
import type { DeviceCaller, Handler } from "../handler.ts"
import { appendToSelf, isSelf } from "../self.ts"
import { write } from "../writes.ts"

/** A repeated send gets its first answer, also after the epoch has moved; a stale epoch is refused, the client reseals. */
export const append: Handler<typeof Delivery.method.append, DeviceCaller> = async (
  server,
  caller,
  request,
) => {
  const { conversation, body, blobs } = request
  if (body.length > entryBytesMax) return refuse("entry-too-large")
  if (blobs.length > entryBlobsMax || blobs.some(({ length }) => length !== blobIdBytes))
    return refuse("request-invalid")
  const place = readHeader(request)?.prefix
  if (!place) return refuse("entry-invalid")
  const known = await loadGroup(server, conversation)
  const isSelfLog = known === undefined && isSelf(server, caller.account, conversation)
  const isMember = known?.members.has(keyOf(caller.account)) ?? isSelfLog
  // One's own log is as unknown as any other before it was opened.
  if (!isMember || (isSelfLog && (await server.store.conversations.head(conversation)) === undefined))
    return refuse("conversation-unknown")
  const limited = takeToken(server, "entries", keyOf(caller.account))
  if (limited) return limited
  if (known === undefined) return appendToSelf(server, caller, place, body, blobs)
  if (comparePlaces(place, known) > 0) return refuse("stale-epoch")
  if (comparePlaces(place, known) === 0) {
    if (leafOf(known.facts, caller.account, caller.device) === undefined) return refuse("device-not-joined")
    const full = await checkFirstContact(server, conversation, known, caller.account, body)
    if (full) return full
  }
  const stored = await write(server, {
    conversation,
    type: place.kind,
    body,
    author: caller.account,
    sendKey: concat(caller.device, place.sendId),
    at: server.clock.now(),
    incarnation: place.incarnation,
    epoch: place.epoch,
    blobs,
    ...lifetimeOf(known, place.kind),
  })
  return stored.ok ? { ok: true, value: { entry: entryWithoutBody(stored.value) } } : stored
}

/** Where messages disappear, the group's policy is the longest that one may live (S15), so that it is gone here too. */
function lifetimeOf({ facts }: KnownGroup, kind: number): Pick<NewEntry, "lifetime"> {
  const { ttlSeconds } = facts.extension
  return ttlSeconds > 0 && expiringKinds.includes(kind) ? { lifetime: ttlSeconds * 1000 } : {}
}

/** The header that every sealed entry begins with; it and the request name one place, and its kind is one that is stored. */
function readHeader({ body, conversation, incarnation, epoch }: AppendRequest): Header | undefined {
  const read = decodePrefix(header, body)
  if (!read.ok) return undefined
  const { value } = read.value
  const { prefix } = value
  const kind = kindClass(prefix.kind)
  const agrees =
    equal(prefix.conversation, conversation) &&
    prefix.incarnation === incarnation &&
    prefix.epoch === whole(epoch)
  return agrees && (kind === "stored" || kind === "slot") && read.value.length < body.length
    ? value
    : undefined
}
