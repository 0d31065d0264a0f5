import { type Bytes, fromHex, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { deviceAuthor } from "@colombe/rules"
import { connectAll, crypto, signIn, type WireAccount } from "./wire-account.ts"
import type { WireClient } from "./wire-client.ts"

/** A process with some of the connections of a storm; it comes as its first message. */
export interface StormPlan {
  readonly server: string
  readonly connections: number
  readonly accounts: readonly { readonly account: string; readonly key: string }[]
}

type Entering = Pick<WireAccount, "account" | "author">

/** Milliseconds at most before somebody whom nobody answered tries again. */
const againMilliseconds = 200

/** From nothing to following, as often as it takes. */
async function persist(address: string, account: Entering): Promise<WireClient> {
  for (;;)
    try {
      const client = await signIn(address, account)
      unwrap(await client.call("follow", {}))
      return client
    } catch {
      await Bun.sleep(Math.random() * againMilliseconds)
    }
}

const bytesOf = (text: string): Bytes => fromHex(text) ?? new Uint8Array()
const told = () => new Promise(done => process.once("message", done))
const { server, connections, accounts } = (await told()) as StormPlan
const entering = await Promise.all(
  accounts.map(async ({ account, key }): Promise<Entering> => {
    const signer = await signerFromPrivateKey(crypto, "Ed25519", bytesOf(key))
    return { account: bytesOf(account), author: deviceAuthor(crypto, bytesOf(account), signer) }
  }),
)
for (;;) {
  const clients = await connectAll(server, entering, connections, persist)
  process.send?.("connected")
  await told()
  for (const client of clients) client.close()
}
