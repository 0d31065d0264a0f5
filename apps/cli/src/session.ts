import { homedir } from "node:os"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { type Client, httpTransfer, openClient } from "@colombe/client"
import { systemClock } from "./clock.ts"
import { connectWebSocket } from "./connect.ts"
import { openHome } from "./home/home.ts"
import type { Io } from "./io.ts"

export const cryptoPort = platformCrypto({
  subtle: crypto.subtle,
  getRandomValues: bytes => crypto.getRandomValues(bytes),
})

/** Opens the home, hands its client to `work`, and closes both whatever happens. */
export async function withClient<Value>(
  io: Io,
  home: string | undefined,
  work: (client: Client) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const folder = home ?? io.environment.COLOMBE_HOME ?? join(homedir(), ".colombe")
  const opened = await openHome(folder, cryptoPort, io.environment.COLOMBE_PASSPHRASE)
  if (!opened.ok) return opened
  try {
    const client = await openClient({
      crypto: cryptoPort,
      clock: systemClock,
      connect: connectWebSocket,
      store: opened.value.store,
      files: { local: opened.value.blobs, transfer: httpTransfer(fetch) },
    })
    if (!client.ok) return client
    try {
      return await work(client.value)
    } finally {
      await client.value.close()
    }
  } finally {
    await opened.value.close()
  }
}

/** For all that needs an account: connects, has caught up before `work` begins, and leaves nothing unsent behind. */
export function withAccount<Value>(
  io: Io,
  home: string | undefined,
  work: (client: Client) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return withClient(io, home, async client => {
    if ((await client.me()) === undefined) return fail("home-empty")
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
