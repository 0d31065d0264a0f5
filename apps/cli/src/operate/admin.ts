import { type Result, succeed, toHex } from "@colombe/base"
import { openAdministration, type StorageReport } from "@colombe/store-sqlite"
import { systemClock } from "../clock.ts"
import type { Io } from "../io.ts"
import { printable } from "../output/lines.ts"
import { storeBytes } from "../serve/metrics-listener.ts"
import { cryptoPort } from "../session.ts"

export type AdminRequest =
  | {
      readonly what: "invite"
      readonly data: string
      readonly count: number
      readonly days: number
      /** Accounts that one invitation is good for. */
      readonly uses: number
    }
  | { readonly what: "people" | "storage"; readonly data: string }

const dayMilliseconds = 86_400_000
const invitationBytes = 15
/** People read at a time. */
const pagePeople = 1_000
/** Characters of an account's id: enough to tell accounts apart by eye. */
const idCharacters = 16

/** `colombe admin`: one line for each thing, columns apart by a tab. */
export async function admin(io: Io, request: AdminRequest): Promise<Result<void>> {
  const opened = openAdministration(request.data)
  if (!opened.ok) return opened
  const administration = opened.value
  try {
    if (request.what === "invite") {
      // Hexadecimal: nothing in it can be taken for an option of the command line.
      const texts = Array.from({ length: request.count }, () => toHex(cryptoPort.random(invitationBytes)))
      administration.invite(texts, systemClock.now() + request.days * dayMilliseconds, request.uses)
      for (const text of texts) await io.print(text)
    } else if (request.what === "people") {
      for (let after = "", more = true; more; ) {
        const page = administration.people(after, pagePeople)
        for (const { handle, account, conversations } of page)
          await io.print([printable(handle), toHex(account).slice(0, idCharacters), conversations].join("\t"))
        after = page.at(-1)?.handle ?? after
        more = page.length === pagePeople
      }
    } else {
      const report: StorageReport & { fileBytes: number } = {
        ...administration.storage(systemClock.now()),
        fileBytes: storeBytes(request.data),
      }
      for (const [name, value] of Object.entries(report)) await io.print(`${name}\t${value}`)
    }
    return succeed()
  } finally {
    administration.close()
  }
}
