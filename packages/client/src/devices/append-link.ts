import { encode, equal, fail, type Milliseconds, type Result, succeed } from "@colombe/base"
import { type AccountId, headOf, type Link, link, type VerifiedChain } from "@colombe/rules"
import type { Home } from "../home/home.ts"
import type { Wire } from "../wire/wire.ts"
import { type ReadAccount, readAccount } from "./read-account.ts"

/** How often a slot is asked for that another device of the account holds or has just filled. */
const triesMax = 16
/** The longest wait for a slot that another device holds, in milliseconds. */
const slotWait: Milliseconds = 5_000

/** A link for one slot, signed only once that is reserved. */
export interface PlannedLink {
  readonly generation: number
  readonly seq: number
  readonly sign: () => Promise<Link>
}

/** Made on the head of the chain that was read; undefined where nothing is left to say. */
export type LinkPlan = (read: ReadAccount) => Promise<Result<PlannedLink | undefined>>

/** The slot after the head, in its generation. */
export function nextSlot(chain: VerifiedChain): { readonly generation: number; readonly seq: number } {
  const { generation, seq } = headOf(chain)
  return { generation, seq: seq + 1 }
}

/**
 * Appends one link in the name of whoever signed in on `wire`, spec I13: reserved, then signed, then appended, so that
 * honest devices never sign two links of one slot. After a lost race it is planned anew on the new head. A repeat
 * after a lost answer finds its own link there, and has nothing left to say. Gives the chain as it then stands.
 */
export async function appendPlanned(
  home: Home,
  wire: Wire,
  account: AccountId,
  plan: LinkPlan,
): Promise<Result<ReadAccount>> {
  for (let tries = 0; tries < triesMax; tries++) {
    const read = await readAccount(home, wire, account)
    if (!read.ok) return read
    const planned = await plan(read.value)
    if (!planned.ok) return planned
    if (planned.value === undefined) return read
    const { generation, seq, sign } = planned.value
    const reserved = await wire.call("reserveLink", { generation, seq })
    if (!reserved.ok && reserved.code !== "slot-taken") return reserved
    if (!reserved.ok) {
      await pause(home, reserved)
      continue
    }
    const signed = await sign()
    const appended = await wire.call("appendLink", { link: encode(link, signed) })
    if (appended.ok) return grown(home, wire, account, signed)
    if (appended.code !== "slot-taken" && appended.code !== "slot-not-reserved") return appended
  }
  return fail("slot-taken", "after-refresh")
}

/** The server said that it has it; what it shows must hold it. */
async function grown(home: Home, wire: Wire, account: AccountId, signed: Link): Promise<Result<ReadAccount>> {
  const read = await readAccount(home, wire, account)
  if (!read.ok) return read
  const there = read.value.chain.steps.some(step => equal(step.link.content, signed.content))
  return there ? succeed(read.value) : fail("chain-broken")
}

function pause(home: Home, refusal: object): Promise<void> {
  const asked = "retryAfter" in refusal ? Number(refusal.retryAfter) : 0
  return new Promise(resolve => {
    home.clock.after(Math.min(asked, slotWait), resolve)
  })
}
