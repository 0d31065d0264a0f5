import { encode, equal, fail, fromUtf8, type Result, succeed, toBase64Url } from "@colombe/base"
import { type ConversationId, hostBytes, inviteReading, labelledSign } from "@colombe/rules"
import { type InviteLink, inviteSigner } from "@colombe/seal"
import type { InvitePreview } from "../api/index.ts"
import { joinConversation } from "../conversation/join.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import { putRecord } from "../records/table.ts"
import { readInviteUrl } from "./invite-url.ts"
import { guestTable } from "./records.ts"

interface Opened {
  readonly link: InviteLink
  readonly preview: InvitePreview
}

/** Asks the server whether the link lets in, and shows what is known before anybody hears of it (spec Y222). */
export async function lookAtInvite(
  home: Home,
  identity: Identity,
  text: string,
): Promise<Result<InvitePreview>> {
  const opened = await open(home, identity, text)
  return opened.ok ? succeed(opened.value.preview) : opened
}

export async function joinByInvite(
  home: Home,
  identity: Identity,
  text: string,
): Promise<Result<{ readonly conversation: string; readonly asked: boolean }>> {
  const opened = await open(home, identity, text)
  if (!opened.ok) return opened
  const { link, preview } = opened.value
  const done = { conversation: preview.conversation, asked: preview.asks }
  if (preview.member) return succeed({ ...done, asked: false })
  if (preview.asks) {
    const asked = await ask(home, identity, link)
    return asked.ok ? succeed(done) : asked
  }
  await transact(home, async transaction => {
    const { linkSeed, floor } = link
    putRecord(transaction, guestTable, [link.conversation], { linkSeed, floor, title: preview.title })
    return succeed()
  })
  const joined = await joinConversation(home, identity, link.conversation)
  return joined.ok ? succeed(done) : joined
}

async function open(home: Home, identity: Identity, text: string): Promise<Result<Opened>> {
  const { me } = identity
  const link = readInviteUrl(text)
  if (!link.ok) return link
  const { conversation, host, title } = link.value
  if (!equal(host, hostBytes(me.host))) return fail("invite-link-elsewhere")
  const answer = await wireOf(home).call("openInvite", await shown(home, identity, link.value))
  if (!answer.ok) return answer
  const preview = {
    conversation: toBase64Url(conversation),
    title: fromUtf8(title) ?? "",
    host: me.host,
    members: answer.value.members,
    member: answer.value.member,
    asks: answer.value.asks,
    asked: answer.value.asked,
  }
  return succeed({ link: link.value, preview })
}

/** Signed by this device, too: admins see who asks, and believe no server for it (spec Y224). */
async function ask(home: Home, identity: Identity, link: InviteLink): Promise<Result<unknown>> {
  const asking = readingOf(identity, link.conversation)
  const deviceSignature = await labelledSign(identity.signer, "invite asking", asking)
  return wireOf(home).call("askToJoin", { ...(await shown(home, identity, link)), deviceSignature })
}

async function shown(home: Home, identity: Identity, link: InviteLink) {
  const { conversation } = link
  const signer = await inviteSigner(home.crypto, link)
  const signature = await labelledSign(signer, "invite reading", readingOf(identity, conversation))
  return { conversation, key: signer.publicKey, signature }
}

function readingOf({ me }: Identity, conversation: ConversationId): Uint8Array {
  const { host, account, device } = me
  return encode(inviteReading, { host: hostBytes(host), conversation, account, device })
}
