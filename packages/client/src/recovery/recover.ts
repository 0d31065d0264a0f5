import { equal, fail, fromUtf8, type Result, succeed } from "@colombe/base"
import { checkHandle, stateOf } from "@colombe/rules"
import { rootBytes, rootFromWords } from "@colombe/seal"
import { fetchChain } from "../account/chains.ts"
import { replenishKeyPackages } from "../account/key-packages.ts"
import { meOf } from "../account/me.ts"
import type { Me, RecoverRequest } from "../api/index.ts"
import { adoptDevice } from "../devices/adopt.ts"
import { type ReadAccount, readAccount } from "../devices/read-account.ts"
import { removeDevice } from "../devices/remove.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { pullSelf } from "../self/pull.ts"
import { greet, signIn } from "../session/establish.ts"
import { parseServerAddress, type ServerAddress } from "../session/server-address.ts"
import { rotateVault } from "../vault/rotate.ts"
import { type WordsSigner, wordsSigner } from "./signer.ts"

const unheard = { event: () => {}, closed: () => {} }

/**
 * Spec R5 to R8: nothing is left but the words. They are checked before anything is dialled, and against the account's
 * own chain before anything is signed. What is cut half-way goes on where it was when the same is asked again.
 */
export async function recover(home: Home, request: RecoverRequest): Promise<Result<Me>> {
  const root = rootOf(request)
  if (!root.ok) return { ...fail(root.code, "never"), cause: root }
  const address = parseServerAddress(request.server)
  if (!address.ok) return address
  const handle = checkHandle(request.handle)
  if (!handle.ok) return handle
  const found = await findAccount(home, address.value, handle.value)
  if (!found.ok) return found
  const { account } = found.value.chain
  const held = home.current.identity
  if (held !== undefined && !equal(held.me.account, account)) return fail("already-registered")
  const signer = await wordsSigner(home.crypto, found.value.chain, root.value)
  if (!signer.ok) return signer
  const entered =
    held === undefined
      ? await adoptDevice(home, { address: address.value, account, author: signer.value.author })
      : succeed(held)
  if (!entered.ok) return entered
  const settled = await settle(home, address.value, entered.value, signer.value, request.keepDevices === true)
  return settled.ok ? succeed(meOf(home, entered.value.me)) : settled
}

function rootOf(
  request: RecoverRequest,
): ReturnType<typeof rootFromWords> | Result<Uint8Array, "id-invalid"> {
  if (request.words !== undefined) return rootFromWords(request.words)
  return request.root.length === rootBytes ? succeed(request.root) : fail("id-invalid")
}

/** Whom the server names by that handle, who must say the same on their own chain. */
async function findAccount(home: Home, address: ServerAddress, name: string): Promise<Result<ReadAccount>> {
  const greeted = await greet(home, address, undefined, unheard)
  if (!greeted.ok) return greeted
  const { wire, host } = greeted.value
  const answer = await wire.call("resolveHandle", { handle: name })
  const read = answer.ok ? await readAccount(home, wire, answer.value.account) : answer
  wire.close()
  if (!read.ok) return read
  const statement = read.value.handle?.statement
  // Whoever signed it may be gone; that the words are this chain's says enough.
  if (statement === undefined) return read.value.name === name ? read : fail("handle-mismatch")
  const isTheirs = fromUtf8(statement.handle) === name && fromUtf8(statement.host) === host
  return isTheirs ? read : fail("handle-mismatch")
}

/** As the device that came in: the vault is opened with the words, whoever else was in is taken out, and the vault renewed. */
async function settle(
  home: Home,
  address: ServerAddress,
  identity: Identity,
  words: WordsSigner,
  keepDevices: boolean,
): Promise<Result<void>> {
  const greeted = await greet(home, address, identity.me.host, unheard)
  if (!greeted.ok) return greeted
  const signed = await signIn(home, greeted.value, identity)
  const before = home.current.wire
  home.current.wire = greeted.value.wire
  try {
    if (!signed.ok) return signed
    const { keyPackagesLeft: left, lastResortFresh } = signed.value
    const reachable = await replenishKeyPackages(home, identity, { left, lastResortFresh })
    if (!reachable.ok) return reachable
    const opened = await pullSelf(home, identity, [words.vaultKey])
    if (!opened.ok) return opened
    const alone = keepDevices ? succeed() : await takeOthersOut(home, identity)
    if (!alone.ok) return alone
    return await rotateVault(home, identity)
  } finally {
    home.current.wire = before
    greeted.value.wire.close()
  }
}

/** Whoever holds one of them, or a copy of its home, reads nothing that follows, and counts as lost. Words that are written down stay. */
async function takeOthersOut(home: Home, identity: Identity): Promise<Result<void>> {
  const { account, device } = identity.me
  const following = await transact(home, transaction => fetchChain(home, transaction, account))
  if (!following.ok) return following
  for (const { id, kind } of stateOf(following.value.chain).devices) {
    if (kind !== "device" || equal(id, device)) continue
    const removed = await removeDevice(home, identity, id, true)
    if (!removed.ok) return removed
  }
  return succeed()
}
