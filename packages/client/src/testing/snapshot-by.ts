import { equal, unwrap } from "@colombe/base"
import type { ClientPorts, Home } from "../home/home.ts"
import { keyIn } from "../records/table.ts"
import { registerTable } from "../self/registers.ts"
import { postSnapshot } from "../self/snapshot-post.ts"
import { connectedHome } from "./connected-home.ts"

/** A snapshot of the self conversation, as a device posts one before it links another, with one register left out. */
export async function snapshotBy(ports: ClientPorts, without: Uint8Array = new Uint8Array()): Promise<void> {
  const { home, identity, wire } = await connectedHome(ports)
  const hidden = keyIn(registerTable, without)
  const scan: Home["store"]["scan"] = async range =>
    (await ports.store.scan(range)).filter(({ key }) => !equal(key, hidden))
  unwrap(await postSnapshot({ ...home, store: { ...ports.store, scan } }, identity))
  wire.close()
}
