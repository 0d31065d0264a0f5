import { unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { type Client, type Connect, type LocalStore, openClient } from "@colombe/client"
import { socketTap } from "./socket-tap.ts"

const crypto = platformCrypto(globalThis.crypto)
const clock = {
  now: () => Date.now(),
  after(delay: number, task: () => void) {
    const timer = setTimeout(task, delay)
    return () => clearTimeout(timer)
  },
}

/** The SDK on the platform's own ports. */
export async function deviceOn(store: LocalStore, connect: Connect = socketTap().connect): Promise<Client> {
  return unwrap(await openClient({ crypto, clock, connect, store }))
}
