import { type Result, succeed } from "@colombe/base"
import type { HomeClient } from "../home/seat.ts"
import type { Io } from "../io.ts"
import { printable } from "../output/lines.ts"
import { each } from "../session.ts"

/** Told to nobody. */
export async function setBlocked(
  client: HomeClient,
  people: readonly string[],
  blocks: boolean,
): Promise<Result<void>> {
  const found = await each(people, async who => {
    const person = await client.findPerson(who)
    return person.ok ? succeed(person.value.account) : person
  })
  if (!found.ok) return found
  const done = await each(found.value, account => (blocks ? client.block(account) : client.unblock(account)))
  return done.ok ? succeed() : done
}

export async function listBlocked(
  io: Pick<Io, "print">,
  client: HomeClient,
  json: boolean,
): Promise<Result<void>> {
  for (const { account, address, displayName } of await client.blocked()) {
    const line = `${printable(address)}  ${printable(displayName)}`
    await io.print(json ? JSON.stringify({ account, address, name: displayName }) : line)
  }
  return succeed()
}
