import { type Bytes, equal, type Result, succeed } from "@colombe/base"
import { readSealed, type Verified } from "@colombe/seal"
import { incarnationOf, seatOfDevice } from "../conversation/facts.ts"
import { openRead } from "../conversation/open-entry.ts"
import type { Receiving } from "../conversation/receiving.ts"
import { loadView, saveRecord, type View } from "../conversation/view.ts"
import { transact } from "../home/home.ts"

/** What came beside the log, as the server hands it over. */
export interface Relayed {
  readonly conversation: Bytes
  /** The server's word for who sent it. */
  readonly account: Bytes
  readonly body: Bytes
}

/** Where it was said, and what was. */
export interface Said {
  readonly view: View
  readonly message: Verified
}

/**
 * Opens what was relayed and takes what is true of it: sealed for this conversation in an epoch that this device has
 * reached, signed by a device of the account that the server names, which is in the group now too. Anything else is
 * passed over.
 */
export async function takeRelayed(
  base: Omit<Receiving, "transaction">,
  { conversation, account, body }: Relayed,
  take: (receiving: Receiving, said: Said) => Promise<void>,
): Promise<void> {
  await transact(base.home, async transaction => {
    const receiving = { ...base, transaction }
    const view = await loadView(base.home, transaction, conversation)
    if (view === undefined || view.record.membership !== "member" || view.record.broken) return succeed()
    const opened = await openRelayed(receiving, view, body)
    if (!opened.ok) return succeed()
    const { account: signer, device, base: seen } = opened.value
    if (!equal(account, signer) || !seatOfDevice(view.state.public, signer, device)) return succeed()
    // Evidence that somebody shows different logs, or that this sender lies, like that of a message.
    if (seen === "contradicts" && view.record.alert === undefined)
      saveRecord(base.home, transaction, { ...view.record, alert: "log-contradicted" })
    await take(receiving, { view, message: opened.value })
    return succeed()
  })
}

function openRelayed(receiving: Receiving, { record, state }: View, body: Bytes): Promise<Result<Verified>> {
  const { conversation, head } = record
  const incarnation = incarnationOf(state.public)
  const { epoch } = state.public.context
  const sealed = readSealed({ in: "relay", conversation, incarnation, epoch }, body)
  return sealed.ok ? openRead(receiving, sealed.value, head.seq) : Promise.resolve(sealed)
}
