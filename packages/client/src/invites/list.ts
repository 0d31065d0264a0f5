import { equal, fail, type Result, succeed, toBase64Url, toUtf8 } from "@colombe/base"
import { type ConversationId, hostBytes, joinLinkAsks, leads } from "@colombe/rules"
import { personOf } from "../account/people.ts"
import type { Invite } from "../api/index.ts"
import { contextOf, incarnationOf, policyOf } from "../conversation/facts.ts"
import { loadView, type View } from "../conversation/view.ts"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { inviteUrl } from "./invite-url.ts"
import type { JoinLink } from "./join-link.ts"
import { makerOf, seedOf } from "./records.ts"

/**
 * The links that the group lists, the newest to end last. How often each was used is the server's to say; everything
 * else is what the log says. What a link tells whoever opens it, title and floor, is that of now (spec Y221).
 */
export async function listInvites(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<readonly Invite[]>> {
  const view = await loadView(home, home.store, conversation)
  if (view === undefined || view.record.membership !== "member") return fail("conversation-unknown")
  const { links, roles } = policyOf(view.state.public)
  if (!leads(roles, identity.me.account)) return fail("commit-forbidden")
  if (links.length === 0) return succeed([])
  const answer = await wireOf(home).call("pullInvites", { conversation })
  if (!answer.ok) return answer
  const invites: Invite[] = []
  for (const link of links) {
    const counted = answer.value.invites.find(({ key }) => equal(key, link.key.bytes))
    const maker = await makerOf(home.store, conversation, link.key.bytes)
    invites.push({
      id: toBase64Url(link.key.bytes),
      link: await urlOf(home, identity, view, link),
      by: maker && (await personOf(home.store, maker)),
      asks: link.flags === joinLinkAsks,
      expires: link.expiresMs,
      uses: counted?.uses ?? 0,
      used: counted?.used ?? 0,
      ended: endOf(link, counted, home.clock.now()) ?? (maker && !leads(roles, maker) ? "maker" : undefined),
    })
  }
  return succeed(invites.sort((left, right) => left.expires - right.expires))
}

function endOf(
  { expiresMs }: JoinLink,
  counted: { readonly uses: number; readonly used: number } | undefined,
  now: number,
): Invite["ended"] {
  if (expiresMs !== 0 && expiresMs <= now) return "expired"
  return counted !== undefined && counted.uses > 0 && counted.used >= counted.uses ? "used-up" : undefined
}

/** Of a link that a device of this account made. */
async function urlOf(
  home: Home,
  { me }: Identity,
  { record, state }: View,
  { key }: JoinLink,
): Promise<string | undefined> {
  const { conversation, title = "" } = record
  const linkSeed = await seedOf(home.store, conversation, key.bytes)
  if (linkSeed === undefined) return undefined
  const group = state.public
  const floor = {
    incarnation: incarnationOf(group),
    epoch: group.context.epoch,
    ctx: contextOf(home.crypto, group),
  }
  return inviteUrl(me.server, {
    version: 1,
    host: hostBytes(me.host),
    conversation,
    linkSeed,
    floor,
    title: toUtf8(title),
  })
}
