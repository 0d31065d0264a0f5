import { type Bytes, encode, toUtf8, unwrap } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  type AccountId,
  type Author,
  beginChain,
  deviceAuthor,
  genesisLink,
  handleStatement,
  headOf,
  link,
  type Position,
  sessionStatement,
  signHandle,
  signSession,
} from "@colombe/rules"
import { recoveryRootKeys, rootBytes } from "@colombe/seal"
import { wireVersion } from "@colombe/wire"
import { connectWire, type WireClient } from "./wire-client.ts"

export const crypto = platformCrypto(globalThis.crypto)
export const host = "localhost"

/** An account with one device, without a client around it. */
export interface WireAccount {
  readonly account: AccountId
  readonly head: Position
  readonly author: Author
  readonly signer: Signer
  /** The private key of the device. */
  readonly key: Bytes
}

/** Accounts that are made at one time. */
const together = 16

/** Handles begin with `name`, which has to be new where the server is not. */
export async function makeAccounts(
  address: string,
  count: number,
  name = "p",
): Promise<readonly WireAccount[]> {
  const accounts: WireAccount[] = []
  while (accounts.length < count) {
    const from = accounts.length
    const numbers = Array.from({ length: Math.min(together, count - from) }, (_, index) => from + index)
    accounts.push(...(await Promise.all(numbers.map(number => makeAccount(address, `${name}${number}`)))))
  }
  return accounts
}

async function makeAccount(address: string, handle: string): Promise<WireAccount> {
  const recovery = await recoveryRootKeys(crypto, crypto.random(rootBytes))
  const key = crypto.random(32)
  const signer = await signerFromPrivateKey(crypto, "Ed25519", key)
  const keys = { recovery: recovery.signer, recoverySeal: recovery.seal, first: signer }
  const genesis = await genesisLink(crypto, { nonce: crypto.random(16), ...keys })
  const chain = unwrap(await beginChain(crypto, genesis))
  const client = await connectWire(address)
  unwrap(await client.call("greet", { wireVersion }))
  const { statement, signature } = await signHandle(chain, { name: handle, host }, 1, signer)
  const signUp = {
    genesis: encode(link, genesis),
    handleStatement: encode(handleStatement, statement),
    handleSignature: signature,
  }
  unwrap(await client.call("signUp", signUp))
  client.close()
  const author = deviceAuthor(crypto, chain.account, signer)
  return { account: chain.account, head: headOf(chain), author, signer, key }
}

/** Milliseconds before a server that is busy is asked again. */
const againMilliseconds = 20

/** From nothing to a signed-in connection, as a device does it: connect, greet, sign; and again where the server is busy. */
export async function signIn(
  address: string,
  { account, author }: Pick<WireAccount, "account" | "author">,
): Promise<WireClient> {
  for (;;) {
    const client = await connectWire(address)
    const { serverNonce } = unwrap(await client.call("greet", { wireVersion }))
    const clientNonce = crypto.random(32)
    const place = { wire: wireVersion, host: toUtf8(host), account, serverNonce, clientNonce }
    const statement: Bytes = encode(sessionStatement, { ...place, signer: author.id })
    const signature = await signSession(author, place)
    const answer = await client.call("signIn", { statement, signature })
    if (answer.ok) return client
    client.close()
    if (answer.retry !== "after-delay") unwrap(answer)
    await Bun.sleep(againMilliseconds)
  }
}

/** Sign-ins that are under way at one time. */
const signInsTogether = 64

/** Signs in on so many connections, some at one time; they belong to the accounts in turn. */
export async function connectAll<Account>(
  address: string,
  accounts: readonly Account[],
  count: number,
  enter: (address: string, account: Account) => Promise<WireClient>,
): Promise<WireClient[]> {
  const clients: WireClient[] = []
  let next = 0
  const lane = async () => {
    while (next < count) {
      const index = next++
      const account = accounts[index % accounts.length]
      if (account !== undefined) clients[index] = await enter(address, account)
    }
  }
  await Promise.all(Array.from({ length: signInsTogether }, lane))
  return clients
}
