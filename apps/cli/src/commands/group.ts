import { fail, type Result, succeed } from "@colombe/base"
import type { Person, Role } from "@colombe/client"
import { type Locale, phrase } from "@colombe/phrases"
import type { HomeClient } from "../home/seat.ts"
import { printable } from "../output/lines.ts"
import { each } from "../session.ts"
import { findGroup } from "../target.ts"
import type { GroupCommand } from "./group-arguments.ts"
import { askersOf, linksOf, makeLink } from "./invites.ts"

/** Does it, and gives the lines that are worth printing. */
export async function runGroup(
  client: HomeClient,
  command: GroupCommand,
  locale: Locale,
): Promise<Result<readonly string[]>> {
  if (command.name === "group-create") return createGroup(client, command)
  const conversation = await findGroup(client, command.title)
  if (!conversation.ok) return conversation
  if (command.name === "group-links") return linksOf(client, conversation.value, command.json, locale)
  if (command.name === "group-requests") return askersOf(client, conversation.value, command.json)
  if (command.name === "group-link") return makeLink(client, conversation.value, command)
  if (command.name === "group-members") return membersOf(client, conversation.value, command.json, locale)
  const changed = await change(client, conversation.value, command)
  return changed.ok ? succeed([]) : changed
}

type CommandOf<Name> = Extract<GroupCommand, { readonly name: Name }>

async function createGroup(
  client: HomeClient,
  { title, members, history }: CommandOf<"group-create">,
): Promise<Result<readonly string[]>> {
  const accounts = await accountsOf(client, members)
  if (!accounts.ok) return accounts
  const made = await client.createGroup(title, accounts.value, { history })
  if (!made.ok) return made
  const { conversation } = made.value
  const details = await client.conversation(conversation)
  return details?.membership === "planned" ? fail("group-planned", "after-delay") : succeed([conversation])
}

async function change(
  client: HomeClient,
  conversation: string,
  command: Exclude<
    GroupCommand,
    CommandOf<"group-create" | "group-members" | "group-link" | "group-links" | "group-requests">
  >,
): Promise<Result<unknown>> {
  switch (command.name) {
    case "group-history":
      return client.setHistory(conversation, command.history)
    case "group-title": {
      const queued = await client.setTitle(conversation, command.next)
      return queued.ok ? client.settle() : queued
    }
    case "group-leave":
      return client.leave(conversation)
    case "group-reopen":
      return client.reopen(conversation)
    case "group-unlink":
      return each(command.invites, invite => client.endInvite(conversation, invite))
    default: {
      const accounts = await accountsOf(client, command.members)
      if (!accounts.ok) return accounts
      const { name } = command
      if (name === "group-add") return client.addMembers(conversation, accounts.value)
      const one = name === "group-role" ? command : { name }
      return each(accounts.value, account => changeOne(client, conversation, account, one))
    }
  }
}

type OneByOne = "group-remove" | "group-unban" | "group-hand-over" | "group-accept" | "group-decline"

function changeOne(
  client: HomeClient,
  conversation: string,
  account: string,
  command: CommandOf<"group-role"> | { readonly name: OneByOne },
): Promise<Result<void>> {
  if (command.name === "group-role") return client.setRole(conversation, account, command.role)
  if (command.name === "group-hand-over") return client.handOver(conversation, account)
  if (command.name === "group-accept") return client.acceptAsker(conversation, account)
  if (command.name === "group-decline") return client.declineAsker(conversation, account)
  if (command.name === "group-unban") return client.liftBan(conversation, account)
  return client.removeMember(conversation, account)
}

/** Those with a role first, and whoever may not come back last. */
async function membersOf(
  client: HomeClient,
  conversation: string,
  json: boolean,
  locale: Locale,
): Promise<Result<readonly string[]>> {
  const details = await client.conversation(conversation)
  if (details === undefined) return fail("conversation-unknown")
  const rows: readonly MemberRow[] = [
    ...details.members.toSorted(
      (left, right) =>
        order.indexOf(left.role) - order.indexOf(right.role) || (left.address < right.address ? -1 : 1),
    ),
    ...details.banned.map(person => ({ ...person, role: "banned" as const, dormant: false })),
  ]
  return succeed(rows.map(row => (json ? memberJson(row) : memberLine(row, locale))))
}

const order: readonly Role[] = ["owner", "admin", "moderator", "member"]

interface MemberRow extends Person {
  readonly role: Role | "banned"
  readonly dormant: boolean
}

function memberJson({ account, address, displayName, role, dormant }: MemberRow): string {
  return JSON.stringify({ account, address, name: displayName, role, invited: dormant })
}

function memberLine({ address, displayName, role, dormant }: MemberRow, locale: Locale): string {
  const invited = dormant ? ` ${phrase("mark-invited", locale)}` : ""
  return `${printable(address)}  ${printable(displayName)} ${phrase(`mark-${role}`, locale)}${invited}`
}

function accountsOf(client: HomeClient, members: readonly string[]): Promise<Result<readonly string[]>> {
  return each(members, async member => {
    const person = await client.findPerson(member)
    return person.ok ? succeed(person.value.account) : person
  })
}
