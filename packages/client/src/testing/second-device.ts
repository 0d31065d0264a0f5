import { type Result, unwrap } from "@colombe/base"
import { deviceAuthor } from "@colombe/rules"
import { loadDeviceKey } from "../account/device-key.ts"
import { adoptDevice } from "../devices/adopt.ts"
import { type ClientPorts, makeHome } from "../home/home.ts"
import { meTable } from "../records/account-records.ts"
import { readRecord } from "../records/table.ts"
import { parseServerAddress } from "../session/server-address.ts"
import type { LocalStore } from "../store/port.ts"

/** Makes the home behind `ports` a second device of the account in `first`, with that device's own key at hand. */
export async function adoptFrom(ports: ClientPorts, first: LocalStore): Promise<Result<unknown>> {
  const me = await readRecord(first, meTable)
  const key = await loadDeviceKey(makeHome({ ...ports, store: first }), first)
  if (me === undefined || key === undefined) throw new Error("the first device has an account and its key")
  const author = deviceAuthor(ports.crypto, me.account, key)
  const address = unwrap(parseServerAddress(me.server))
  return adoptDevice(makeHome(ports), { address, account: me.account, author })
}
