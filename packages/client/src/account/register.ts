import { encode, type Failure, fail, type Result, succeed, unwrap } from "@colombe/base"
import { beginChain, checkHandle, handleStatement, link, signHandle } from "@colombe/rules"
import { displayNameBytesMax, lineBytes, wordsFromRoot } from "@colombe/seal"
import type { Registered, RegisterRequest } from "../api/index.ts"
import { becomeDevice, publishFirstKeys } from "../devices/become.ts"
import { type Home, transact } from "../home/home.ts"
import { type MeRecord, unseenWordsTable } from "../records/account-records.ts"
import { putRecord } from "../records/table.ts"
import { greet } from "../session/establish.ts"
import { parseServerAddress, type ServerAddress } from "../session/server-address.ts"
import { type DeviceKey, durableDeviceKey } from "./device-key.ts"
import { meOf } from "./me.ts"
import { forgetPending, type PendingAccount, pendingAccount } from "./pending.ts"
import { workFor } from "./work.ts"

/** How often a sign-up is repeated whose answer got lost. */
const signUpTriesMax = 3

/** Spec Y15: makes an account of a fresh recovery root, with this device as its first. */
export async function register(home: Home, request: RegisterRequest): Promise<Result<Registered>> {
  if (home.current.identity !== undefined) return fail("already-registered")
  const address = parseServerAddress(request.server)
  if (!address.ok) return address
  const handle = checkHandle(request.handle)
  if (!handle.ok) return handle
  const displayName = request.displayName?.trim() || request.handle
  const named = lineBytes(displayName, displayNameBytesMax)
  if (!named.ok) return named
  const key = await durableDeviceKey(home)
  const pending = await pendingAccount(home, address.value.origin, request.handle, key)
  const signedUp = await signUp(home, address.value, { ...request, displayName }, pending, key)
  if (!signedUp.ok) {
    if (signedUp.retry === "never") await forget(home)
    return signedUp
  }
  return succeed({ me: meOf(home, signedUp.value), words: wordsFromRoot(pending.root) })
}

/** What a server has refused for good is asked for by nobody any more, and its root is kept nowhere. */
async function forget(home: Home): Promise<void> {
  await transact(home, async transaction => {
    forgetPending(transaction)
    return succeed()
  })
}

async function signUp(
  home: Home,
  address: ServerAddress,
  request: RegisterRequest & { readonly displayName: string },
  { genesis, root }: PendingAccount,
  key: DeviceKey,
): Promise<Result<MeRecord>> {
  const chain = unwrap(await beginChain(home.crypto, genesis))
  let failure: Failure = fail("server-unreachable", "after-delay")
  for (let tries = 0; tries < signUpTriesMax; tries++) {
    const greeted = await greet(home, address, undefined, { event: () => {}, closed: () => {} })
    if (!greeted.ok) return greeted
    const { wire, greeting, host } = greeted.value
    const signed = await signHandle(chain, { name: request.handle, host }, 1, key.signer)
    const work = await workFor(home, greeting, chain.account)
    if (!work.ok) {
      wire.close()
      return work
    }
    const answer = await wire.call("signUp", {
      genesis: encode(link, genesis),
      handleStatement: encode(handleStatement, signed.statement),
      handleSignature: signed.signature,
      invitation: request.invitation ?? "",
      work: BigInt(work.value),
    })
    if (answer.ok) {
      const { displayName } = request
      const server = { origin: address.origin, host, storeId: greeting.storeId }
      const becoming = { server, chain, handle: signed, name: request.handle, displayName, key }
      const become = await becomeDevice(home, becoming, async transaction => {
        forgetPending(transaction)
        putRecord(transaction, unseenWordsTable, [], root)
        return succeed()
      })
      if (!become.ok) return become
      await publishFirstKeys(home, greeted.value, become.value)
      return succeed(become.value.me)
    }
    wire.close()
    failure = answer
    // The same genesis again is answered like the first time, so a lost answer costs nothing.
    if (answer.code !== "timeout" && answer.code !== "connection-lost") break
  }
  return failure
}
