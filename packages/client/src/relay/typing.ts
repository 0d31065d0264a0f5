import { type Bytes, decode, encode, equal, type Milliseconds, toBase64Url, toHex } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { typing as typingContent, type Verified } from "@colombe/seal"
import { personOf } from "../account/people.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { loadView } from "../conversation/view.ts"
import { type Home, type Identity, tell } from "../home/home.ts"
import { blockedSince } from "../strangers/blocked.ts"
import { isWithBlocked } from "../strangers/with-blocked.ts"
import { remember } from "./memory.ts"
import type { Said } from "./open.ts"
import { isShared } from "./privacy.ts"
import { isRelayed, sendRelayed } from "./send.ts"

/** Between two of one conversation, in milliseconds. */
export const typingEvery: Milliseconds = 4_000
/** How long one holds, in milliseconds: longer than it takes for the next to come. */
export const typingHolds: Milliseconds = 7_000
/** How far the sender's clock and this one may be apart, in milliseconds: an older one is somebody's recording. */
export const typingApartMax: Milliseconds = 60_000

/** Says that this person writes, now or not at all. */
export async function sendTyping(
  home: Home,
  identity: Identity,
  conversation: Bytes,
  askedAt: Milliseconds,
): Promise<void> {
  const { saidAt } = home.relay
  const name = toHex(conversation)
  const now = home.clock.now()
  if (home.current.wire === undefined || now - askedAt >= typingEvery) return
  if (now - (saidAt.get(name) ?? Number.NEGATIVE_INFINITY) < typingEvery) return
  if (!(await isShared(home.store, "typing"))) return
  const view = await loadView(home, home.store, conversation)
  if (view === undefined || !isRelayed(view) || (await isWithBlocked(home.store, identity, view.record)))
    return
  remember(saidAt, name, now)
  const content = encode(typingContent, { state: "typing" })
  await sendRelayed(home, identity, view, { kind: kinds.typing, content })
}

/** Whoever says nothing of themselves is told nothing of others. */
export async function takeTyping(receiving: Receiving, { view, message }: Said): Promise<void> {
  const { home, transaction, identity } = receiving
  const content = decode(typingContent, message.content)
  if (!content.ok || equal(message.account, identity.me.account)) return
  const { conversation } = view.record
  if (!isRelayed(view) || !isFresh(home, conversation, message)) return
  if (!(await isShared(transaction, "typing"))) return
  if ((await blockedSince(transaction, message.account)) !== undefined) return
  const now = home.clock.now()
  const until = content.value.state === "typing" ? now + typingHolds : now
  remember(home.relay.shownUntil, nameOf(conversation, message.account), until)
  const from = await personOf(transaction, message.account)
  transaction.afterwards(() =>
    tell(home, { type: "typing", conversation: toBase64Url(conversation), from, until }),
  )
}

/** Each is taken once, near the time at which it was said, and none after a later one of the same device. */
function isFresh({ clock, relay }: Home, conversation: Bytes, message: Verified): boolean {
  const { account, device, sentAtMs } = message
  const name = `${nameOf(conversation, account)} ${toHex(device)}`
  if (Math.abs(sentAtMs - clock.now()) > typingApartMax) return false
  if (sentAtMs <= (relay.heardAt.get(name) ?? 0)) return false
  remember(relay.heardAt, name, sentAtMs)
  return true
}

const nameOf = (conversation: Bytes, account: Bytes): string => `${toHex(conversation)} ${toHex(account)}`

/** Something of theirs has come: what they were writing. */
export async function stopTyping(home: Home, conversation: Bytes, account: Bytes): Promise<void> {
  const name = nameOf(conversation, account)
  const now = home.clock.now()
  if ((home.relay.shownUntil.get(name) ?? 0) <= now) return
  home.relay.shownUntil.delete(name)
  const from = await personOf(home.store, account)
  tell(home, { type: "typing", conversation: toBase64Url(conversation), from, until: now })
}
