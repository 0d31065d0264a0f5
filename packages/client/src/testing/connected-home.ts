import { unwrap } from "@colombe/base"
import { loadDeviceKey } from "../account/device-key.ts"
import { type ClientPorts, type Home, type Identity, makeHome } from "../home/home.ts"
import { meTable } from "../records/account-records.ts"
import { readRecord } from "../records/table.ts"
import { greet, signIn } from "../session/establish.ts"
import { parseServerAddress } from "../session/server-address.ts"
import type { Wire } from "../wire/wire.ts"

/** Who the home behind a store belongs to. */
export async function identityIn(home: Home): Promise<Identity> {
  const me = await readRecord(home.store, meTable)
  const signer = await loadDeviceKey(home, home.store)
  if (me === undefined || signer === undefined) throw new Error("the device has an account and its key")
  return { me, signer }
}

/** A device's home with a connection that is signed in, and nothing that runs by itself. */
export async function connectedHome(
  ports: ClientPorts,
): Promise<{ readonly home: Home; readonly identity: Identity; readonly wire: Wire }> {
  const home = makeHome(ports)
  const identity = await identityIn(home)
  home.current.identity = identity
  const address = unwrap(parseServerAddress(identity.me.server))
  const greeted = unwrap(await greet(home, address, undefined, { event: () => {}, closed: () => {} }))
  unwrap(await signIn(home, greeted, identity))
  home.current.wire = greeted.wire
  return { home, identity, wire: greeted.wire }
}
