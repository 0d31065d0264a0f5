import { unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  type Client,
  type ClientPorts,
  type Connect,
  httpTransfer,
  type LocalStore,
  memoryLocalBlobs,
  openClient,
} from "@colombe/client"
import { nativeHashing } from "@colombe/client-sqlite"
import { socketTap } from "./socket-tap.ts"

/** As the terminal client has it. */
const crypto = { ...platformCrypto(globalThis.crypto), ...nativeHashing }
const clock = {
  now: () => Date.now(),
  after(delay: number, task: () => void) {
    const timer = setTimeout(task, delay)
    return () => clearTimeout(timer)
  },
}

/** The platform's own. */
export const devicePorts = (store: LocalStore, connect: Connect = socketTap().connect): ClientPorts => ({
  crypto,
  clock,
  connect,
  store,
  files: { local: memoryLocalBlobs(), transfer: httpTransfer(fetch) },
})

/** The SDK on them. */
export async function deviceOn(store: LocalStore, connect?: Connect): Promise<Client> {
  return unwrap(await openClient(devicePorts(store, connect)))
}
