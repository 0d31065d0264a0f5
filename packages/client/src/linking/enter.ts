import { fail, type Result, succeed } from "@colombe/base"
import { deviceIdOf, ed25519Key, headOf, isActive, supersedes, type VerifiedChain } from "@colombe/rules"
import type { DeviceKey } from "../account/device-key.ts"
import { becomeDevice, type HomeServer, publishFirstKeys } from "../devices/become.ts"
import { nameDevice } from "../devices/device-notes.ts"
import { type ReadAccount, readAccount } from "../devices/read-account.ts"
import type { Home, Identity } from "../home/home.ts"
import { deleteRecord } from "../records/table.ts"
import { greet } from "../session/establish.ts"
import type { ServerAddress } from "../session/server-address.ts"
import type { Wire } from "../wire/wire.ts"
import type { TakenAnswer } from "./answer.ts"
import { takeHandover } from "./handover.ts"
import { pendingAccountTable } from "./pending.ts"

export interface Entering {
  readonly address: ServerAddress
  readonly server: HomeServer
  readonly wire: Wire
  readonly key: DeviceKey
  /** The account that the person agreed to, with its links up to then. */
  readonly agreed: VerifiedChain
  /** Undefined where the old device went away before it could answer. */
  readonly answer: TakenAnswer | undefined
  /** What this device calls itself. */
  readonly name: string
}

/** Whether the account's chain, as this server shows it, has this device. */
export function isDeviceOf(
  home: Home,
  { chain }: Pick<ReadAccount, "chain">,
  { signer }: DeviceKey,
): boolean {
  const device = deviceIdOf(home.crypto, chain.account, ed25519Key(signer.publicKey))
  return isActive(chain, headOf(chain), device)
}

/** The link stands: the home becomes the account's, with all that the old device handed over, in one transaction. */
export async function enterAccount(home: Home, entering: Entering): Promise<Result<Identity>> {
  const { address, server, wire, key, agreed, answer, name } = entering
  const read = await readAccount(home, wire, agreed.account)
  if (!read.ok) return read
  const { chain, handle, name: handleName } = read.value
  // What was agreed to is the least that may be followed.
  if (!supersedes(chain, answer?.chain ?? agreed)) return fail("chain-broken")
  const become = await becomeDevice(
    home,
    { server, chain, handle, name: handleName, key },
    async transaction => {
      deleteRecord(transaction, pendingAccountTable)
      await nameDevice(
        home,
        transaction,
        deviceIdOf(home.crypto, chain.account, ed25519Key(key.signer.publicKey)),
        name,
      )
      return answer === undefined ? succeed() : takeHandover(home, transaction, chain.account, answer)
    },
  )
  if (!become.ok) return become
  const greeted = await greet(home, address, server.host, { event: () => {}, closed: () => {} })
  if (greeted.ok) await publishFirstKeys(home, greeted.value, become.value)
  return become
}
