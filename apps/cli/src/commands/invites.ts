import { fail, type Result, succeed } from "@colombe/base"
import type { Invite, InvitePreview } from "@colombe/client"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import { printable } from "../output/lines.ts"
import type { GroupCommand } from "./group-arguments.ts"

/** The new link, which is all that whoever asked wants to pass on. */
export async function makeLink(
  client: HomeClient,
  conversation: string,
  { days, uses, asks }: Extract<GroupCommand, { readonly name: "group-link" }>,
): Promise<Result<readonly string[]>> {
  const made = await client.makeInvite(conversation, {
    asks,
    ...(days === undefined ? {} : { days }),
    ...(uses === undefined ? {} : { uses }),
  })
  if (!made.ok) return made
  const invites = await client.invites(conversation)
  if (!invites.ok) return invites
  const link = invites.value.find(({ id }) => id === made.value.id)?.link
  return link === undefined ? fail("invite-link-unknown") : succeed([link])
}

export async function linksOf(
  client: HomeClient,
  conversation: string,
  json: boolean,
  locale: Locale,
): Promise<Result<readonly string[]>> {
  const invites = await client.invites(conversation)
  if (!invites.ok) return invites
  return succeed(invites.value.map(invite => (json ? inviteJson(invite) : inviteLine(invite, locale))))
}

function inviteJson({ id, link, by, asks, expires, uses, used, ended }: Invite): string {
  const until = expires === 0 ? null : new Date(expires).toISOString()
  return JSON.stringify({
    id,
    link: link ?? null,
    by: by?.address ?? null,
    asks,
    until,
    uses,
    used,
    ended: ended ?? null,
  })
}

function inviteLine({ id, link, by, expires, uses, used, ended }: Invite, locale: Locale): string {
  const until = expires === 0 ? "-" : new Date(expires).toISOString().slice(0, 10)
  const count = uses === 0 ? String(used) : `${used}/${uses}`
  const mark = ended === undefined ? "" : `  ${phrase(`mark-link-${ended}`, locale)}`
  return `${id}  ${printable(by?.address ?? "-")}  ${count}  ${until}${mark}${link === undefined ? "" : `\n    ${link}`}`
}

/** Comes in by a link and gives the conversation; `look`: only what it leads to. */
export async function joinBy(
  client: HomeClient,
  { link, look }: { readonly link: string; readonly look: boolean },
  locale: Locale,
): Promise<Result<string>> {
  if (!look) {
    const joined = await client.joinByInvite(link)
    if (!joined.ok) return joined
    return succeed(joined.value.asked ? phrase("invite-asked", locale) : joined.value.conversation)
  }
  const preview = await client.lookAtInvite(link)
  return preview.ok ? succeed(previewLine(preview.value, locale)) : preview
}

function previewLine({ title, host, members, member, asks }: InvitePreview, locale: Locale): string {
  const detail = { title: printable(title), host: printable(host), members }
  if (member) return phrase("invite-preview-member", locale, detail)
  return phrase(asks ? "invite-preview-asks" : "invite-preview", locale, detail)
}

export async function askersOf(
  client: HomeClient,
  conversation: string,
  json: boolean,
): Promise<Result<readonly string[]>> {
  const askers = await client.askers(conversation)
  if (!askers.ok) return askers
  return succeed(
    askers.value.map(({ person: { account, address, displayName }, at }) =>
      json
        ? JSON.stringify({ account, address, name: displayName, at: new Date(at).toISOString() })
        : `${printable(address)}  ${printable(displayName)}`,
    ),
  )
}
