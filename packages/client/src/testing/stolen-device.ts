import { encode, unwrap } from "@colombe/base"
import { deviceAuthor, headOf, kinds, vaultEntry } from "@colombe/rules"
import { buildVaultHeader, sealMessage, selfEpochKey } from "@colombe/seal"
import { heldChain } from "../account/chains.ts"
import { type ClientPorts, makeHome } from "../home/home.ts"
import { selfLog, selfOf } from "../self/log.ts"
import { encodeRegisters, type RegisterChange } from "../self/registers.ts"
import { currentGeneration } from "../vault/generations.ts"
import { targetsAt } from "../vault/targets.ts"
import { connectedHome, identityIn } from "./connected-home.ts"

/** What a device would write next, as of everything it knows now: to be kept until it is removed. */
export async function preparedBy(
  ports: ClientPorts,
): Promise<{ readonly header: Uint8Array; readonly generation: number }> {
  const { home, identity, wire } = await connectedHome(ports)
  const { account } = identity.me
  const following = await heldChain(home, home.store, account)
  const last = await currentGeneration(home.store)
  if (following === undefined || last === undefined) throw new Error("the device reads its vault")
  const author = deviceAuthor(home.crypto, account, identity.signer)
  const { targets, keyPackages } = unwrap(await targetsAt(home, following.chain))
  const generation = last.generation + 1
  const position = headOf(following.chain)
  const built = unwrap(
    await buildVaultHeader(home.crypto, {
      account,
      generation,
      position,
      signer: author.id,
      key: author.key,
      targets,
      last,
    }),
  )
  wire.close()
  const header = encode(vaultEntry, { header: built.bytes, keyPackages: [...keyPackages] })
  return { header, generation }
}

/** An entry of the self conversation by a device, with the keys it has. */
export async function selfEntryBy(ports: ClientPorts, changes: readonly RegisterChange[]) {
  const home = makeHome(ports)
  const identity = await identityIn(home)
  const { account, device } = identity.me
  const generation = await currentGeneration(home.store)
  const following = await heldChain(home, home.store, account)
  const key = generation && selfEpochKey(home.crypto, generation.secret, account, generation.name, "other")
  if (generation === undefined || key === undefined || following === undefined)
    throw new Error("the device reads its vault")
  const { head } = await selfLog(home, home.store, identity)
  const epoch = generation.generation
  const place = {
    kind: kinds.message,
    conversation: selfOf(home, account),
    incarnation: 0,
    epoch,
    sendId: home.crypto.random(16),
  }
  const body = unwrap(
    await sealMessage(home.crypto, key, {
      place,
      body: {
        account,
        device,
        position: headOf(following.chain),
        peer: undefined,
        baseSeq: head.seq,
        base: head.hash,
        sentAtMs: home.clock.now(),
        ttlSeconds: 0,
        content: encodeRegisters(changes),
      },
      signer: identity.signer,
    }),
  )
  return { body, epoch, conversation: place.conversation, sendId: place.sendId }
}
