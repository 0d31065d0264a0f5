import type { Bytes } from "@colombe/base"
import { type Home, type Identity, tell } from "../home/home.ts"
import type { Transaction } from "../home/transaction.ts"
import { registerKey, writeRegister } from "../self/registers.ts"
import { scheduledItem } from "./item.ts"

/** On all of this person's devices: it has gone out, or is not to. */
export async function forgetScheduled(
  home: Home,
  transaction: Transaction,
  { me }: Identity,
  id: Bytes,
): Promise<void> {
  if ((await scheduledItem(transaction, id)) === undefined) return
  const by = { device: me.device, now: home.clock.now() }
  await writeRegister(transaction, by, registerKey("scheduled", id), new Uint8Array())
  transaction.afterwards(() => tell(home, { type: "self" }))
}
