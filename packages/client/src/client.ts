import { fail, type Result, succeed } from "@colombe/base"
import { loadDeviceKey } from "./account/device-key.ts"
import type { Client } from "./api/index.ts"
import { accountCalls } from "./calls/account.ts"
import { conversationCalls } from "./calls/conversations.ts"
import { deviceCalls } from "./calls/devices.ts"
import { draftCalls } from "./calls/drafts.ts"
import { fileCalls } from "./calls/files.ts"
import { storing } from "./calls/in-turn.ts"
import { inviteCalls } from "./calls/invites.ts"
import { lifeCalls } from "./calls/life.ts"
import { pollCalls } from "./calls/polls.ts"
import { recoveryCalls } from "./calls/recovery.ts"
import { scheduleCalls } from "./calls/scheduled.ts"
import { searchCalls } from "./calls/search.ts"
import { selfCalls } from "./calls/self.ts"
import { sendCalls } from "./calls/sends.ts"
import { strangerCalls } from "./calls/strangers.ts"
import { timelineCalls } from "./calls/timeline.ts"
import { finishErasing, watchLeaving } from "./devices/sign-out.ts"
import { startPurging } from "./expiry/purging.ts"
import { sweepFiles } from "./files/sweep.ts"
import { type ClientPorts, makeHome } from "./home/home.ts"
import { keepHomeVersion } from "./home/version.ts"
import { meTable } from "./records/account-records.ts"
import { readRecord } from "./records/table.ts"
import { startIndexing } from "./search/indexing.ts"
import { makeSelfConversation } from "./self/conversation.ts"
import { Driver } from "./session/driver.ts"

/**
 * Opens a home, registered or not. Fails with the store's code, with `storage-damaged` where the device's key is gone, and
 * with `home-newer` or `home-older` where another version wrote it.
 */
export function openClient(ports: ClientPorts): Promise<Result<Client>> {
  return storing(() => open(ports))
}

async function open(ports: ClientPorts): Promise<Result<Client>> {
  const home = makeHome(ports)
  await finishErasing(home)
  const kept = await keepHomeVersion(home.store)
  if (!kept.ok) return kept
  const me = await readRecord(home.store, meTable)
  if (me !== undefined) {
    const signer = await loadDeviceKey(home, home.store)
    if (signer === undefined) return fail("storage-damaged")
    home.current.identity = { me, signer }
    await makeSelfConversation(home, home.current.identity)
  }
  await sweepFiles(home)
  const driver = new Driver(home)
  watchLeaving(home)
  const purging = await startPurging(home)
  const indexing = startIndexing(home)
  const life = lifeCalls(home, driver)
  return succeed({
    ...accountCalls(home, driver),
    ...conversationCalls(home, driver),
    ...timelineCalls(home, driver),
    ...sendCalls(home, driver),
    ...pollCalls(home, driver),
    ...fileCalls(home, driver),
    ...inviteCalls(home, driver),
    ...strangerCalls(home, driver),
    ...deviceCalls(home, driver),
    ...recoveryCalls(home, driver),
    ...draftCalls(home, driver),
    ...selfCalls(home, driver),
    ...scheduleCalls(home, driver),
    ...searchCalls(home),
    ...life,
    async close() {
      purging.stop()
      await indexing.stop()
      await life.close()
    },
  })
}
