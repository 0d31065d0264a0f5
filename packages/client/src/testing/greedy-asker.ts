import { succeed } from "@colombe/base"
import { noteMissing, requestTable } from "../history/key-mail-records.ts"
import { type ClientPorts, makeHome, transact } from "../home/home.ts"
import { deleteRecord } from "../records/table.ts"

/** Has a device ask for the keys of epochs 0 to `last`, whatever it knows of them: to be done while it is closed. */
export async function askForAll(ports: ClientPorts, conversation: Uint8Array, last: number): Promise<void> {
  await transact(makeHome(ports), async transaction => {
    deleteRecord(transaction, requestTable, conversation)
    for (let epoch = 0; epoch <= last; epoch++)
      noteMissing(transaction, { conversation, incarnation: 0, epoch }, 0)
    return succeed()
  })
}
