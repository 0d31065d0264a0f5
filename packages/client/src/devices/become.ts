import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { deviceIdOf, ed25519Key, type Host, headOf, isActive, type VerifiedChain } from "@colombe/rules"
import { newContact, type SignedHandle, saveContact } from "../account/chains.ts"
import type { DeviceKey } from "../account/device-key.ts"
import { firstKeyPackages, replenishKeyPackages } from "../account/key-packages.ts"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { putHomeVersion } from "../home/version.ts"
import { deviceKeyTable, type MeRecord, meTable } from "../records/account-records.ts"
import { putRecord } from "../records/table.ts"
import { keepSelfConversation } from "../self/conversation.ts"
import { type Greeted, signIn } from "../session/establish.ts"

/** The server as it named itself when it was dialled. */
export interface HomeServer {
  /** `https://example.org`. */
  readonly origin: string
  readonly host: Host
  readonly storeId: Bytes
}

export interface Becoming {
  readonly server: HomeServer
  /** Of the account, with this device active at its head. */
  readonly chain: VerifiedChain
  /** Verified on the chain; undefined where this device has to state it anew. */
  readonly handle: SignedHandle | undefined
  /** The handle, without the host. */
  readonly name: string
  readonly key: DeviceKey
  /** Absent where it is not known yet: it comes with what another device says. */
  readonly displayName?: string
}

/**
 * The chain has this device: from here on the home belongs to the account. `also` joins the same transaction, and what
 * it refuses leaves the home as it was.
 */
export async function becomeDevice(
  home: Home,
  { server, chain, handle: signed, name: handle, key, displayName }: Becoming,
  also: (transaction: Transaction) => Promise<Result<void>> = async () => succeed(),
): Promise<Result<Identity>> {
  const { account } = chain
  const device = deviceIdOf(home.crypto, account, ed25519Key(key.signer.publicKey))
  if (!isActive(chain, headOf(chain), device)) return fail("device-inactive")
  const me: MeRecord = {
    version: 1,
    account,
    device,
    handle,
    host: server.host,
    server: server.origin,
    displayName: displayName ?? "",
    storeId: server.storeId,
  }
  const identity = { me, signer: key.signer }
  const before = home.current.identity
  // What joins the transaction may ask who this is.
  home.current.identity = identity
  const stored = await transact(home, async transaction => {
    putHomeVersion(transaction)
    putRecord(transaction, meTable, [], me)
    if (key.seed !== undefined) putRecord(transaction, deviceKeyTable, [], key.seed)
    const contact = { ...newContact, handle: signed, trust: "verified", displayName: me.displayName } as const
    saveContact(home, transaction, { at: "followed", chain }, contact)
    await keepSelfConversation(home, transaction, identity)
    transaction.afterwards(() => tell(home, { type: "me" }))
    return also(transaction)
  }).catch((error: unknown) => {
    home.current.identity = before
    throw error
  })
  if (!stored.ok) {
    home.current.identity = before
    return stored
  }
  return succeed(identity)
}

/**
 * Over a connection that nobody signed in on: so that others reach this device at once. What fails here is made up for
 * at every sign-in. The connection ends.
 */
export async function publishFirstKeys(home: Home, greeted: Greeted, identity: Identity): Promise<void> {
  const signed = await signIn(home, greeted, identity)
  if (signed.ok) {
    const before = home.current.wire
    home.current.wire = greeted.wire
    const { keyPackagesLeft: left, lastResortFresh } = signed.value
    await replenishKeyPackages(home, identity, { left, lastResortFresh }, firstKeyPackages)
    home.current.wire = before
  }
  greeted.wire.close()
}
