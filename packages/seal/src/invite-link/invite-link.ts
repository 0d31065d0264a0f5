import {
  type Bytes,
  constant,
  type Decoded,
  decode,
  encode,
  fail,
  fixed,
  fromBase64Url,
  opaque,
  type Result,
  struct,
  succeed,
  toBase64Url,
  uint8,
} from "@colombe/base"
import { type Crypto, type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { conversationId, floor } from "@colombe/rules"
import { readLine, titleBytesMax } from "../content/text.ts"

/** A link by which somebody joins. `linkSeed`: the Ed25519 seed whose public key stands in the group's `links`. */
export const inviteLink = struct({
  version: constant(uint8, 1),
  host: opaque,
  conversation: conversationId,
  linkSeed: fixed(32),
  floor,
  title: opaque,
})
export type InviteLink = Decoded<typeof inviteLink>

/** Characters of a fragment: what the longest host and title take, and no more. */
export const inviteFragmentLengthMax = 1024
const hostBytesMax = 260

/** Behind `#` in a URL, so that no server that serves the page is told of it. */
export function writeInviteLink(link: InviteLink): string {
  return toBase64Url(encode(inviteLink, link))
}

/** With or without its `#`. */
export function readInviteLink(fragment: string): Result<InviteLink, "invite-link-malformed"> {
  const text = fragment.startsWith("#") ? fragment.slice(1) : fragment
  if (text.length > inviteFragmentLengthMax) return fail("invite-link-malformed")
  const bytes = fromBase64Url(text)
  const link = bytes && decode(inviteLink, bytes)
  if (!link?.ok || !soundHost(link.value.host) || !soundTitle(link.value.title))
    return fail("invite-link-malformed")
  return succeed(link.value)
}

/** Host names and ports are ASCII without blanks. */
function soundHost(host: Bytes): boolean {
  return host.length > 0 && host.length <= hostBytesMax && host.every(byte => byte > 0x20 && byte < 0x7f)
}

function soundTitle(title: Bytes): boolean {
  return title.length === 0 || readLine(title, titleBytesMax).ok
}

/** What signs the proof of an external commit, under "invite". */
export function inviteSigner(crypto: Crypto, { linkSeed }: Pick<InviteLink, "linkSeed">): Promise<Signer> {
  return signerFromPrivateKey(crypto, "Ed25519", linkSeed)
}
