import { type Bytes, fail, type Milliseconds, type Result, succeed, toBase64Url } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import {
  type ConversationId,
  joinLinkAsks,
  joinLinkDays,
  joinLinkDaysMax,
  joinLinksMax,
  joinLinkUsesMax,
} from "@colombe/rules"
import type { InviteOptions } from "../api/index.ts"
import { changePolicy } from "../conversation/change-policy.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { withLink, withoutLinks } from "./join-link.ts"
import { keepSeed, seedOf } from "./records.ts"

const millisecondsOfDay: Milliseconds = 24 * 60 * 60 * 1000

/** Spec Y220. The seed is durable before the group lists its key: no link stands that nobody can show. */
export async function makeInvite(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  { days = joinLinkDays, uses = 0, asks = false }: InviteOptions,
): Promise<Result<{ readonly id: string }>> {
  if (!isCount(days, joinLinkDaysMax) || !isCount(uses, joinLinkUsesMax)) return fail("invite-limits-invalid")
  // Who asks is let in by somebody, and not by the link: there is nothing to count.
  if (asks && uses > 0) return fail("invite-limits-invalid")
  const seed = home.crypto.random(32)
  const { publicKey: bytes } = await signerFromPrivateKey(home.crypto, "Ed25519", seed)
  const expiresMs = days === 0 ? 0 : home.clock.now() + days * millisecondsOfDay
  const link = { key: { algorithm: "ed25519", bytes }, flags: asks ? joinLinkAsks : 0, expiresMs } as const
  await keep(home, identity, conversation, bytes, seed)
  const listed = await changePolicy(
    home,
    identity,
    conversation,
    now => {
      if (now.seed.kind === "direct") return fail("commit-forbidden")
      if (now.links.length >= joinLinksMax) return fail("invite-links-full")
      return succeed({ ...now, links: withLink(now.links, link) })
    },
    uses === 0 ? [] : [{ key: bytes, uses }],
  )
  if (listed.ok) return succeed({ id: toBase64Url(bytes) })
  // Whether a commit whose answer was lost stands is not known yet; its link can then be shown, or ended.
  if (listed.retry === "never") await keep(home, identity, conversation, bytes, undefined)
  return listed
}

const isCount = (count: number, max: number): boolean => Number.isInteger(count) && count >= 0 && count <= max

export async function endInvite(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  key: Bytes,
): Promise<Result<void>> {
  const ended = await changePolicy(home, identity, conversation, now => {
    const links = withoutLinks(now.links, [key])
    return succeed(links.length === now.links.length ? undefined : { ...now, links })
  })
  if (ended.ok && (await seedOf(home.store, conversation, key)) !== undefined)
    await keep(home, identity, conversation, key, undefined)
  return ended
}

function keep(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  key: Bytes,
  seed: Bytes | undefined,
): Promise<Result<void>> {
  return transact(home, async transaction => {
    await keepSeed(transaction, identity, home.clock.now(), conversation, key, seed)
    return succeed()
  })
}
