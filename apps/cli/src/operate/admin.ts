import { fail, type Result, succeed, toHex } from "@colombe/base"
import { type Administration, openAdministration } from "@colombe/store-sqlite"
import { systemClock } from "../clock.ts"
import type { Io } from "../io.ts"
import { printable } from "../output/lines.ts"
import { storeBytes } from "../serve/metrics-listener.ts"
import { cryptoPort } from "../session.ts"
import { askServer, costLines, healthLines, idCharacters, type Prices, sessionLines } from "./admin-server.ts"

export type AdminRequest =
  | {
      readonly what: "invite"
      readonly data: string
      readonly count: number
      readonly days: number
      /** Accounts that one invitation is good for. */
      readonly uses: number
    }
  | { readonly what: "revoke"; readonly data: string; readonly id: string }
  | { readonly what: "cost"; readonly data: string; readonly prices: Prices }
  | { readonly what: "people" | "storage" | "invitations" | "sessions" | "health"; readonly data: string }

/** Rows of what is printed: one line each, columns apart by a tab. */
type Rows = AsyncIterable<readonly (string | number)[]> | Iterable<readonly (string | number)[]>

const dayMilliseconds = 86_400_000
const invitationBytes = 15
/** People read at a time. */
const pagePeople = 1_000

/** `colombe admin`: what an operator sees and does; nothing of it identifies content or an address. */
export async function admin(io: Io, request: AdminRequest): Promise<Result<void>> {
  const opened = openAdministration(request.data)
  if (!opened.ok) return opened
  try {
    const rows = await perform(opened.value, request)
    if (!rows.ok) return rows
    for await (const row of rows.value) await io.print(row.join("\t"))
    return succeed()
  } finally {
    opened.value.close()
  }
}

async function perform(administration: Administration, request: AdminRequest): Promise<Result<Rows>> {
  const now = systemClock.now()
  switch (request.what) {
    case "invite":
      return succeed(invite(administration, request))
    case "invitations":
      return succeed(
        administration
          .invitations(now)
          .map(({ id, used, uses, expires }) => [id, `${used}/${uses}`, new Date(expires).toISOString()]),
      )
    case "revoke":
      return administration.revoke(request.id) ? succeed([]) : fail("invitation-unknown")
    case "people":
      return succeed(people(administration))
    case "storage":
      return succeed(Object.entries(storage(administration, request.data)))
    default: {
      const status = await askServer(request.data)
      if (!status.ok) return status
      if (request.what === "cost")
        return succeed(costLines(administration.storage(now), status.value, request.prices))
      return succeed(
        request.what === "sessions" ? sessionLines(administration, status.value) : healthLines(status.value),
      )
    }
  }
}

function invite(
  administration: Administration,
  { count, days, uses }: Extract<AdminRequest, { readonly what: "invite" }>,
): Rows {
  // Hexadecimal: nothing in it can be taken for an option of the command line.
  const texts = Array.from({ length: count }, () => toHex(cryptoPort.random(invitationBytes)))
  administration.invite(texts, systemClock.now() + days * dayMilliseconds, uses)
  return texts.map(text => [text])
}

function* people(administration: Administration): Generator<readonly (string | number)[]> {
  for (let after = "", more = true; more; ) {
    const page = administration.people(after, pagePeople)
    for (const { handle, account, conversations, fileBytes } of page)
      yield [printable(handle), toHex(account).slice(0, idCharacters), conversations, fileBytes]
    after = page.at(-1)?.handle ?? after
    more = page.length === pagePeople
  }
}

/** Files of people, and those of the store itself with its log. */
function storage(administration: Administration, data: string): Readonly<Record<string, number>> {
  return { ...administration.storage(systemClock.now()), storeBytes: storeBytes(data) }
}
