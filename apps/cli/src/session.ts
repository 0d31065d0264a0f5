import { homedir } from "node:os"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { phrase } from "@colombe/phrases"
import { type HomeClient, takeSeat } from "./home/seat.ts"
import type { Io } from "./io.ts"
import { localeOf } from "./locale.ts"

export const cryptoPort = platformCrypto({
  subtle: crypto.subtle,
  getRandomValues: bytes => crypto.getRandomValues(bytes),
})

/** Hands the home's client to `work`, in whichever process it lives, and leaves whatever happens. */
export async function withClient<Value>(
  io: Io,
  home: string | undefined,
  work: (client: HomeClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const seat = await takeSeat({
    folder: home ?? io.environment.COLOMBE_HOME ?? join(homedir(), ".colombe"),
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
  home: string | undefined,
  work: (client: HomeClient) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return withClient(io, home, async client => {
    const me = await client.me()
    if (me === undefined) return fail("home-empty")
    if ((await client.pendingWords()) !== undefined)
      await io.complain(phrase("words-not-seen", localeOf(io.environment), { address: me.address }))
    await client.start()
    const settled = await client.settle()
    if (!settled.ok) return settled
    const done = await work(client)
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
