import { type Bytes, encode, fail, type Milliseconds, type Result, succeed } from "@colombe/base"
import {
  type Author,
  type Countersignature,
  extendChain,
  type Link,
  link as linkCodec,
  signLink,
  type VerifiedChain,
} from "@colombe/rules"
import { fetchChain } from "../account/chains.ts"
import { nextSlot } from "../devices/append-link.ts"
import { nameDevice } from "../devices/device-notes.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { pause } from "./box-end.ts"

/** The longest wait for a slot that another device holds, in milliseconds, and how often it is waited for. */
const slotWait: Milliseconds = 5_000
const slotTriesMax = 14
/** How often a link is sent again whose answer was lost. */
const appendTriesMax = 6

/** The account's chain as the server has it now; one that is forked gets no more devices. */
export async function ownChain(home: Home, { me }: Identity): Promise<Result<VerifiedChain>> {
  const following = await home.serial(() => transact(home, one => fetchChain(home, one, me.account)))
  if (!following.ok) return following
  return following.value.at === "forked" ? fail("account-frozen") : succeed(following.value.chain)
}

/** Holds the slot after the head, or waits until it can; `enough` ends the waiting. */
export async function reserveNext(
  home: Home,
  identity: Identity,
  enough: () => boolean,
): Promise<Result<VerifiedChain>> {
  for (let tries = 0; ; tries++) {
    const chain = await ownChain(home, identity)
    if (!chain.ok && chain.retry === "never") return chain
    const reserved = chain.ok ? await wireOf(home).call("reserveLink", nextSlot(chain.value)) : chain
    if (chain.ok && reserved.ok) return chain
    const waits = !reserved.ok && (reserved.code === "slot-taken" || reserved.retry !== "never")
    if (!waits || tries === slotTriesMax || enough()) return reserved.ok ? fail("slot-taken") : reserved
    const asked = !reserved.ok && "retryAfter" in reserved ? Number(reserved.retryAfter) : 0
    await pause(home, Math.min(asked, slotWait))
  }
}

export interface Offered {
  readonly content: Bytes
  readonly countersignature: Countersignature
  /** As the new device calls itself. */
  readonly name: string
}

/**
 * Signs what both have agreed on, and appends it, while this device holds the slot. The same link again is answered
 * like the first time, so a lost answer costs nothing.
 */
export async function appendOffered(
  home: Home,
  identity: Identity,
  author: Author,
  { content, countersignature, name }: Offered,
): Promise<Result<Link>> {
  const chain = await reserveNext(home, identity, () => true)
  if (!chain.ok) return chain
  const add = await signLink(author, content, [countersignature])
  const grown = await extendChain(home.crypto, chain.value, add)
  if (!grown.ok)
    return fail(grown.code === "link-out-of-place" ? "slot-taken" : "link-countersignature-wrong")
  let appended: Result<unknown> = fail("connection-lost", "after-delay")
  for (let tries = 0; tries < appendTriesMax && !appended.ok; tries++) {
    if (tries > 0) await pause(home, slotWait)
    appended = await wireOf(home).call("appendLink", { link: encode(linkCodec, add) })
    if (!appended.ok && appended.retry !== "after-delay") return appended
  }
  if (!appended.ok) return appended
  await home.serial(() =>
    transact(home, async transaction => {
      await nameDevice(home, transaction, countersignature.id, name)
      return fetchChain(home, transaction, identity.me.account)
    }),
  )
  return succeed(add)
}
