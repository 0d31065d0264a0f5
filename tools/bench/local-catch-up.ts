import { unwrap } from "@colombe/base"
import { memoryLocalStore } from "@colombe/client"
import { openFileStore } from "@colombe/client-sqlite"
import { deviceOn, devicePorts } from "./device.ts"
import { progress } from "./progress.ts"
import { sayMany } from "./say-many.ts"
import { startServer } from "./serving.ts"

/**
 * One device is away while another sends; how long in milliseconds until it has everything, from the moment it comes back
 * as a new process would. Leaves its home in `folder`.
 */
export async function measureCatchUp(
  parent: string,
  folder: string,
  key: Uint8Array,
  missed: number,
): Promise<number> {
  const server = await startServer(parent)
  try {
    const senders = memoryLocalStore()
    const sender = await deviceOn(senders)
    const before = unwrap(await openFileStore(folder, key))
    const receiver = await deviceOn(before)
    for (const [client, handle] of [
      [sender, "sender"],
      [receiver, "receiver"],
    ] as const) {
      unwrap(await client.register({ handle, server: server.address }))
      await client.start()
    }
    const { account } = unwrap(await sender.findPerson("@receiver"))
    const { conversation } = unwrap(await sender.openDirect(account))
    unwrap(await sender.sendText(conversation, "first"))
    unwrap(await sender.settle())
    unwrap(await receiver.settle())
    unwrap(await receiver.acceptRequest(conversation))
    unwrap(await receiver.settle())
    await receiver.close()
    await before.close()
    await sender.close()
    const said = progress("said while the device is away", missed)
    await sayMany(devicePorts(senders), [conversation], missed, said)
    const store = unwrap(await openFileStore(folder, key))
    const began = performance.now()
    const again = await deviceOn(store)
    await again.start()
    unwrap(await again.settle())
    const took = performance.now() - began
    const { items } = await again.timeline(conversation, { limit: Math.min(missed, 500) })
    if (items.some(item => item.kind !== "message")) throw new Error("something that was missed is not there")
    await again.close()
    await store.close()
    return took
  } finally {
    await server.stop()
  }
}
