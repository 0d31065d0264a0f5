import { fail, type Result, succeed } from "@colombe/base"
import { headOf, kinds } from "@colombe/rules"
import { sealMessage, selfEpochKey } from "@colombe/seal"
import { heldChain } from "../account/chains.ts"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { usableGeneration } from "../vault/rotate.ts"
import { selfLog, selfOf } from "./log.ts"
import { pullSelf } from "./pull.ts"

const sendIdBytes = 16

/** Seals one entry of the self conversation and stores it. What it says is merged by readers, so a repeat does no harm. */
export async function postSelf(
  home: Home,
  identity: Identity,
  kind: number,
  content: Uint8Array,
): Promise<Result<void>> {
  const { account, device } = identity.me
  const following = await heldChain(home, home.store, account)
  const generation = following && (await usableGeneration(home.store, following.chain))
  const key =
    generation &&
    selfEpochKey(
      home.crypto,
      generation.secret,
      account,
      generation.name,
      kind === kinds.message ? "other" : "records",
    )
  if (following === undefined || generation === undefined || key === undefined)
    return fail("vault-locked", "after-delay")
  const { head } = await selfLog(home, home.store, identity)
  const conversation = selfOf(home, account)
  const epoch = generation.generation
  const sealed = await sealMessage(home.crypto, key, {
    place: { kind, conversation, incarnation: 0, epoch, sendId: home.crypto.random(sendIdBytes) },
    body: {
      account,
      device,
      position: headOf(following.chain),
      peer: undefined,
      baseSeq: head.seq,
      base: head.hash,
      sentAtMs: home.clock.now(),
      ttlSeconds: 0,
      content,
    },
    signer: identity.signer,
  })
  if (!sealed.ok) return sealed
  const answer = await wireOf(home).call("append", {
    conversation,
    incarnation: 0,
    epoch: BigInt(epoch),
    body: sealed.value,
  })
  if (answer.ok) return succeed()
  if (answer.code === "stale-epoch") await pullSelf(home, identity)
  return fail(answer.code, "after-delay", answer)
}
