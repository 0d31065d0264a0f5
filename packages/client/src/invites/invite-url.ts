import { fail, type Result } from "@colombe/base"
import { type InviteLink, readInviteLink, writeInviteLink } from "@colombe/seal"

/** `https://example.org/#/join/LINK`: all of it in the fragment, which no server sees. */
export function inviteUrl(origin: string, link: InviteLink): string {
  return `${origin}/#/join/${writeInviteLink(link)}`
}

/** Of whatever origin: the link itself says which server it is for. */
export function readInviteUrl(text: string): Result<InviteLink, "invite-link-malformed"> {
  const [, encoded] = /#\/join\/([A-Za-z0-9_-]+)$/.exec(text.trim()) ?? []
  return encoded === undefined ? fail("invite-link-malformed") : readInviteLink(encoded)
}
