import {
  enumeration,
  equal,
  type Failure,
  fail,
  type Result,
  StorageFailure,
  struct,
  succeed,
} from "@colombe/base"
import { deviceAuthor, removeLink, stateOf } from "@colombe/rules"
import { unseenWords } from "../account/unseen-words.ts"
import { type Home, type Identity, tell, transact, wireOf } from "../home/home.ts"
import { hasRowsToSend } from "../outbox/rows.ts"
import { deviceKeyTable, meTable } from "../records/account-records.ts"
import { deleteRecord, keyIn, putRecord, readRecord, type Table } from "../records/table.ts"
import { greet } from "../session/establish.ts"
import { parseServerAddress } from "../session/server-address.ts"
import { appendPlanned, nextSlot } from "./append-link.ts"
import { readAccount } from "./read-account.ts"

/** `asked`: the link may be on the chain, and its answer lost. `erasing`: it is. */
const leavingRecord = struct({ at: enumeration(1, { asked: 0, erasing: 1 }) })
const leavingTable: Table<ReturnType<typeof leavingRecord.read>> = { number: 15, codec: leavingRecord }

/** Records that are erased in one transaction. */
const eraseBatch = 500

/**
 * Takes this device out of its account, spec Y95: the link first, which ends its session, then everything that is here.
 * What it owed its other devices went out before. What of it others see to, Y48 says.
 */
export async function signOut(home: Home, identity: Identity, last: boolean): Promise<Result<void>> {
  if (await hasRowsToSend(home.store)) return fail("device-has-unsent")
  const read = await readAccount(home, wireOf(home), identity.me.account)
  if (!read.ok) return read
  const others = stateOf(read.value.chain).devices.filter(
    ({ id, kind }) => kind === "device" && !equal(id, identity.me.device),
  )
  if (others.length === 0 && !last) return fail("device-last")
  if (others.length === 0 && (await unseenWords(home)) !== undefined) return fail("words-not-seen")
  await mark(home, "asked")
  const left = await leaveChain(home, identity)
  if (left === "gone") return erase(home)
  if (left.isThere) await forgetLeaving(home)
  return left.failure
}

/** `isThere`: it is known that this device stays. */
type Left = "gone" | { readonly failure: Failure; readonly isThere: boolean }

async function leaveChain(home: Home, identity: Identity): Promise<Left> {
  const { me, signer } = identity
  const author = deviceAuthor(home.crypto, me.account, signer)
  const appended = await appendPlanned(home, wireOf(home), me.account, async ({ chain }) => {
    if (!stateOf(chain).devices.some(({ id }) => equal(id, me.device))) return succeed(undefined)
    return succeed({ ...nextSlot(chain), sign: () => removeLink(chain, author, me.device, 0) })
  })
  if (appended.ok) return "gone"
  // The link ends the session that would answer: whether it is there is asked by somebody whom nobody knows.
  const address = parseServerAddress(me.server)
  const greeted = address.ok ? await greet(home, address.value, me.host, unheard) : address
  if (!greeted.ok) return { failure: appended, isThere: false }
  const read = await readAccount(home, greeted.value.wire, me.account)
  greeted.value.wire.close()
  const removed = read.ok && stateOf(read.value.chain).removed.some(({ id }) => equal(id, me.device))
  return removed ? "gone" : { failure: appended, isThere: read.ok }
}

const unheard = { event: () => {}, closed: () => {} }

function mark(home: Home, at: "asked" | "erasing"): Promise<Result<void>> {
  return transact(home, async transaction => {
    putRecord(transaction, leavingTable, [], { at })
    if (at === "erasing") {
      // What makes the rest of use to anybody goes first.
      deleteRecord(transaction, meTable)
      deleteRecord(transaction, deviceKeyTable)
    }
    return succeed()
  })
}

function forgetLeaving(home: Home): Promise<Result<void>> {
  return transact(home, async transaction => {
    deleteRecord(transaction, leavingTable)
    return succeed()
  })
}

/** Everything that this home holds; cut half-way, the rest at the next start. */
async function erase(home: Home): Promise<Result<void>> {
  await mark(home, "erasing")
  home.current.identity = undefined
  home.chains.clear()
  home.behind.clear()
  await home.outboxLane(() => eraseRecords(home))
  for (const name of await home.files.local.names()) await home.files.local.remove(name)
  await forgetLeaving(home)
  tell(home, { type: "me" })
  tell(home, { type: "ended", code: "signed-out" })
  return succeed()
}

async function eraseRecords({ store }: Home): Promise<void> {
  const leaving = keyIn(leavingTable)
  for (;;) {
    const rows = await store.scan({ from: Uint8Array.of(0), to: Uint8Array.of(0xff), limit: eraseBatch })
    const keys = rows.map(({ key }) => key).filter(key => !equal(key, leaving))
    if (keys.length === 0) return
    await store.write(keys.map(key => ({ delete: key })))
  }
}

/** At the start: what was cut while it was erased goes on. */
export async function finishErasing(home: Home): Promise<void> {
  if ((await readRecord(home.store, leavingTable))?.at === "erasing") await erase(home)
}

/**
 * A sign-out whose answer got lost shows at the next connection: either this device was taken out, and goes on erasing,
 * or it was not, and stays.
 */
export function watchLeaving(home: Home): void {
  home.listeners.add(notice => {
    const removed = notice.type === "ended" && notice.code === "device-inactive"
    const stays = notice.type === "connection" && notice.connection.at === "live"
    if (!removed && !stays) return
    home
      .serial(async () => {
        if ((await readRecord(home.store, leavingTable))?.at !== "asked") return
        if (removed) await erase(home)
        else await forgetLeaving(home)
      })
      .catch((error: unknown) => {
        // A disk that fails now is asked again at the next start.
        if (!(error instanceof StorageFailure)) throw error
      })
  })
}
