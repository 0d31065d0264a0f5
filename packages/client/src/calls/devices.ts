import { equal, fail, fromBase64Url, type Result, succeed } from "@colombe/base"
import { identityOf } from "../account/me.ts"
import type { DeviceCalls, Linking } from "../api/index.ts"
import { devicesSeen } from "../devices/device-notes.ts"
import { listDevices } from "../devices/list.ts"
import { hasAllHistory } from "../devices/own-scope.ts"
import { removeDevice } from "../devices/remove.ts"
import { signOut } from "../devices/sign-out.ts"
import { type Home, tell } from "../home/home.ts"
import { type NewLinking, startLinking } from "../linking/new-driver.ts"
import { acceptLink, type OldLinking, offerLink } from "../linking/old-driver.ts"
import { handOver } from "../self/hand-over.ts"
import type { Driver } from "../session/driver.ts"
import { guarded, storing } from "./in-turn.ts"

const deviceBytes = 16

export function deviceCalls(home: Home, driver: Driver): DeviceCalls {
  let current: Linking = { at: "idle" }
  let newSide: NewLinking | undefined
  let oldSide: OldLinking | undefined
  const show = (linking: Linking): void => {
    current = linking
    tell(home, { type: "linking", linking })
  }
  const stop = async (): Promise<void> => {
    if (newSide?.isOver === false) newSide.cancel()
    if (oldSide?.isOver === false) await oldSide.cancel()
    newSide = undefined
    oldSide = undefined
  }
  return {
    async devices() {
      const { identity } = home.current
      return identity === undefined ? [] : listDevices(home, identity)
    },
    devicesSeen: () => guarded(home, () => devicesSeen(home)),
    async removeDevice(device, { lost = false, last = false } = {}) {
      const id = fromBase64Url(device)
      if (id?.length !== deviceBytes) return fail("id-invalid")
      const own = home.current.identity?.me.device
      if (own !== undefined && equal(own, id)) return signOutNow(home, driver, last)
      const removed = await guarded(home, async () => {
        const identity = identityOf(home)
        if (!identity.ok) return identity
        if (!(await hasAllHistory(home, identity.value))) return fail("signer-not-allowed")
        return removeDevice(home, identity.value, id, lost)
      })
      driver.kick()
      return removed
    },
    linking: async () => current,
    async startLinking(request) {
      await stop()
      const ears = { show, entered: () => driver.registered() }
      const started = await storing(() => startLinking(home, request, ears))
      if (started.ok) newSide = started.value
      return started.ok ? succeed() : started
    },
    confirmAccount: agrees => storing(async () => newSide?.answer(agrees) ?? notAsked()),
    async acceptLink(code, { scope = "all" } = {}) {
      await stop()
      const identity = identityOf(home)
      if (!identity.ok) return identity
      if (!(await hasAllHistory(home, identity.value))) return fail("signer-not-allowed")
      const accepted = acceptLink(home, identity.value, code, show, scope)
      if (!accepted.ok) return accepted
      oldSide = accepted.value
      return oldSide.begin()
    },
    async offerLink({ scope = "all" } = {}) {
      await stop()
      const identity = identityOf(home)
      if (!identity.ok) return identity
      if (!(await hasAllHistory(home, identity.value))) return fail("signer-not-allowed")
      oldSide = offerLink(home, identity.value, show, scope)
      return oldSide.begin()
    },
    confirmDigits: digits => storing(async () => oldSide?.digits(digits) ?? notAsked()),
    confirmDevice: agrees => storing(async () => oldSide?.agree(agrees) ?? notAsked()),
    cancelLinking: stop,
  }
}

/** What this device owes the others goes out before it is none any more. */
async function signOutNow(home: Home, driver: Driver, last: boolean): Promise<Result<void>> {
  const handed = await storing(() => handOver(home))
  if (!handed.ok) return handed
  return driver.ending(() =>
    guarded(home, async () => {
      const identity = identityOf(home)
      return identity.ok ? signOut(home, identity.value, last) : identity
    }),
  )
}

const notAsked = (): Result<void> => fail("link-not-asked")
