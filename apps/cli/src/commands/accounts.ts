import { type Failure, fail, type Result, succeed } from "@colombe/base"
import type { Me } from "@colombe/client"
import { accountFolders, freeFolder } from "../home/accounts.ts"
import { noteAddress } from "../home/home.ts"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { printable } from "../output/lines.ts"
import { addressIn, homeFolder, inFolder, type Place } from "../session.ts"

/** Every account of a home, a line each; what does not open is listed with the reason. */
export async function listAccounts(io: Io, place: Place, json: boolean): Promise<Result<void>> {
  const seen = new Map<string, string>()
  for (const { folder, address } of accountFolders(homeFolder(io, place))) {
    const asked = await inFolder(io, folder, async client => succeed(await client.me()))
    if (!asked.ok && address === undefined) return asked
    const line = asked.ok ? asked.value && openLine(asked.value, json) : closedLine(address, asked, json)
    if (line !== undefined) seen.set((asked.ok ? asked.value?.address : address) ?? folder, line)
  }
  if (seen.size === 0) return fail("home-empty")
  for (const line of seen.values()) await io.print(line)
  return succeed()
}

const openLine = ({ address, account, server }: Me, json: boolean): string =>
  json ? JSON.stringify({ address, account, server }) : `${printable(address)}  ${printable(server)}`

const closedLine = (address: string | undefined, { code }: Failure, json: boolean): string =>
  json ? JSON.stringify({ address, code }) : `${printable(address ?? "")}  (${code})`

/**
 * Runs what makes an account's home, in the first folder that has none. `handle`: whose it may be already, where coming
 * back into it changes a folder that is there.
 */
export async function addAccount(
  io: Io,
  place: Place,
  work: (client: HomeClient) => Promise<Result<void>>,
  handle?: string,
): Promise<Result<void>> {
  const home = homeFolder(io, place)
  const tried = accountFolders(home).filter(
    ({ address }) => address === undefined || (handle !== undefined && address.startsWith(`${handle}@`)),
  )
  for (const { folder } of tried) {
    const done = await inFolder(io, folder, work)
    if (done.ok) return note(io, home, folder)
    if (done.code !== "already-registered") return done
    const noted = await note(io, home, folder, true)
    if (!noted.ok) return noted
  }
  const free = freeFolder(home)
  if (!free.ok) return free
  const done = await inFolder(io, free.value, work)
  return done.ok ? note(io, home, free.value) : done
}

/** An account that is alone in its home is named nowhere outside its database. */
async function note(io: Io, home: string, folder: string, isFirst = false): Promise<Result<void>> {
  if (!isFirst && accountFolders(home).length === 1) return succeed()
  const address = await addressIn(io, folder)
  if (!address.ok) return address
  return address.value === undefined ? succeed() : noteAddress(folder, address.value)
}
