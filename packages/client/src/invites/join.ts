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
): Promise<Result<{ readonly conversation: string }>> {
  const opened = await open(home, identity, text)
  if (!opened.ok) return opened
  const { link, preview } = opened.value
  if (preview.member) return succeed({ conversation: preview.conversation })
  await transact(home, async transaction => {
    const { linkSeed, floor } = link
    putRecord(transaction, guestTable, [link.conversation], { linkSeed, floor, title: preview.title })
    return succeed()
  })
  const joined = await joinConversation(home, identity, link.conversation)
  return joined.ok ? succeed({ conversation: preview.conversation }) : joined
}

async function open(home: Home, identity: Identity, text: string): Promise<Result<Opened>> {
  const { me } = identity
  const link = readInviteUrl(text)
  if (!link.ok) return link
  const { conversation, host, title } = link.value
  if (!equal(host, hostBytes(me.host))) return fail("invite-link-elsewhere")
  const signer = await inviteSigner(home.crypto, link.value)
  const signature = await labelledSign(signer, "invite reading", readingOf(identity, conversation))
  const asked = { conversation, key: signer.publicKey, signature }
  const answer = await wireOf(home).call("openInvite", asked)
  if (!answer.ok) return answer
  const preview = {
    conversation: toBase64Url(conversation),
    title: fromUtf8(title) ?? "",
    host: me.host,
    members: answer.value.members,
    member: answer.value.member,
  }
  return succeed({ link: link.value, preview })
}

function readingOf({ me }: Identity, conversation: ConversationId): Uint8Array {
  const { host, account, device } = me
  return encode(inviteReading, { host: hostBytes(host), conversation, account, device })
}
