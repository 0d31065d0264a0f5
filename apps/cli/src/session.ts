import { homedir } from "node:os"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { nativeHashing } from "@colombe/client-sqlite"
import { phrase } from "@colombe/phrases"
import { chooseAccount } from "./home/accounts.ts"
import { type HomeClient, takeSeat } from "./home/seat.ts"
import type { Io } from "./io.ts"
import { localeOf } from "./locale.ts"

export const cryptoPort = {
  ...platformCrypto({
    subtle: crypto.subtle,
    getRandomValues: bytes => crypto.getRandomValues(bytes),
  }),
  ...nativeHashing,
}

/** Which account of which home is meant: absent, what the environment says, or what there is. */
export interface Place {
  readonly home: string | undefined
  readonly account?: string | undefined
}

export function homeFolder(io: Io, { home }: Place): string {
  return home ?? io.environment.COLOMBE_HOME ?? join(homedir(), ".colombe")
}

/** Hands an account's client to `work`, in whichever process it lives, and leaves whatever happens. */
export async function withClient<Value>(
  io: Io,
  place: Place,
  work: (client: HomeClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const wanted = place.account ?? io.environment.COLOMBE_ACCOUNT
  const folder = await chooseAccount(homeFolder(io, place), wanted, one => addressIn(io, one))
  return folder.ok ? inFolder(io, folder.value, work) : folder
}

/** Undefined where it has no account. */
export function addressIn(io: Io, folder: string): Promise<Result<string | undefined>> {
  return inFolder(io, folder, async client => succeed((await client.me())?.address))
}

export async function inFolder<Value>(
  io: Io,
  folder: string,
  work: (client: HomeClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const seat = await takeSeat({
    folder,
    crypto: cryptoPort,
    passphrase: io.environment.COLOMBE_PASSPHRASE,
    broke: error => void io.complain(error instanceof Error ? (error.stack ?? error.message) : String(error)),
  })
  if (!seat.ok) return seat
  try {
    return await Promise.race([work(seat.value.client), seat.value.lost])
  } finally {
    await seat.value.leave()
  }
}

/** For all that needs an account: connects, has caught up before `work` begins, and leaves nothing unsent behind. */
export function withAccount<Value>(
  io: Io,
  place: Place,
  work: (client: HomeClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return withClient(io, place, async client => {
    const me = await client.me()
    if (me === undefined) return fail("home-empty")
    if ((await client.pendingWords()) !== undefined)
      await io.complain(phrase("words-not-seen", localeOf(io.environment), { address: me.address }))
    await client.start()
    const settled = await client.settle()
    if (!settled.ok) return settled
    const came = (await client.devices()).filter(({ isUnseen }) => isUnseen).length
    if (came > 0) await io.complain(phrase("devices-unseen", localeOf(io.environment), { count: came }))
    let isOver = false
    client.watch(({ type }) => {
      if (type === "ended") isOver = true
    })
    const done = await work(client)
    if (isOver) return done
    // Adding, and joining by answering, leave invitations to send: they go out before this process ends, also after a
    // failure half-way. Where they fail now, the next command sends them.
    await client.settle()
    return done
  })
}

export async function each<Item, Value>(
  items: readonly Item[],
  action: (item: Item) => Promise<Result<Value>>,
): Promise<Result<readonly Value[]>> {
  const values: Value[] = []
  for (const item of items) {
    const result = await action(item)
    if (!result.ok) return result
    values.push(result.value)
  }
  return succeed(values)
}
