import { type Failure, fail, type Result, StorageFailure, succeed } from "@colombe/base"
import type { Event } from "@colombe/wire"
import { firstKeyPackages, type KeyStock, replenishKeyPackages } from "../account/key-packages.ts"
import { catchUpOwnChain } from "../account/own-chain.ts"
import { keepHandle } from "../account/own-handle.ts"
import type { Connection } from "../api/index.ts"
import { hasErrands, runErrands } from "../conversation/errands.ts"
import { renewNewcomers } from "../conversation/renew-leaf.ts"
import { joinNext } from "../devices/join-everywhere.ts"
import type { Uploader } from "../files/open-files.ts"
import { startUploader } from "../files/uploader.ts"
import { answerQuestions } from "../history/answer.ts"
import { askForKeys } from "../history/ask.ts"
import { postDueRecords } from "../history/post-records.ts"
import { chance, type Home, type Identity, tell } from "../home/home.ts"
import { eraseDeleted } from "../messages/erasure.ts"
import { flushOutbox } from "../outbox/flush.ts"
import { hasRowsToSend } from "../outbox/rows.ts"
import { tellReads } from "../relay/reads.ts"
import { refusedByRestored } from "../restore/come-back.ts"
import { pushOwnChain } from "../restore/push-chain.ts"
import { sendDue } from "../scheduled/due.ts"
import { shareDue } from "../self/share.ts"
import { tendVault } from "../vault/tend.ts"
import { catchUp, pullBehind } from "./catch-up.ts"
import { type Greeted, greet, signIn } from "./establish.ts"
import { handleEvent } from "./events.ts"
import { newPaces, pacesAt } from "./paces.ts"
import { parseServerAddress } from "./server-address.ts"
import { keepStoreId } from "./store-id.ts"
import { type Sync, type SyncEffect, type SyncInput, step } from "./sync.ts"

/** Codes that no waiting mends: trying again would only ask the same. */
const finalCodes: readonly string[] = [
  "device-inactive",
  "session-refused",
  "host-mismatch",
  "host-changed",
  "version-unsupported",
  "account-unknown",
]

/** How long something that is behind for now waits before it is looked at again, in milliseconds. */
const behindWait = 5_000

/** Owns the socket and the timers of one home; what happens when is decided by `step`. */
export class Driver {
  readonly #home: Home
  #paces = newPaces()
  readonly #uploader: Uploader
  readonly #waiting = new Set<() => void>()
  #sync: Sync = { at: "stopped" }
  #endCode: string | undefined
  #cancelRetry: () => void = () => {}
  #cancelWork: () => void = () => {}
  #isWanted = false
  #isEnding = false
  /** The last round of work left something for later. */
  #hasWaiting = false
  /** What others can reach this device by, until it was brought up to the most for this session. */
  #keyStock: KeyStock | undefined
  /** Counts connections, so that what belongs to an earlier one is passed over. */
  #session = 0

  constructor(home: Home) {
    this.#home = home
    this.#uploader = startUploader(
      home,
      work => this.#task(work),
      () => {
        this.kick()
        this.#wake()
      },
    )
    home.current.uploader = this.#uploader
  }

  get connection(): Connection {
    return connectionOf(this.#sync)
  }

  /** A home that belongs to nobody yet connects once it is registered. */
  start(): void {
    this.#isWanted = true
    this.#endCode = undefined
    if (this.#home.current.identity !== undefined) this.#input({ type: "start" })
  }

  registered(): void {
    if (this.#isWanted) this.start()
  }

  stop(): void {
    this.#isWanted = false
    this.#uploader.stop()
    this.#input({ type: "stop" })
  }

  /** Runs what takes this device out of its account, which tells of the end itself, unless it fails. */
  async ending(work: () => Promise<Result<void>>): Promise<Result<void>> {
    this.#isEnding = true
    const done = await work()
    this.#isEnding = false
    if (done.ok) {
      this.stop()
      this.#endCode = "signed-out"
    } else if (this.#sync.at === "stopped" && this.#endCode !== undefined)
      tell(this.#home, { type: "ended", code: this.#endCode })
    return done
  }

  /** Something was queued or owed. */
  kick(): void {
    if (this.#sync.at === "live" || this.#sync.at === "pulling") this.#task(() => this.#work())
  }

  /** Resolves when the server had nothing more and nothing was left to send, or says why that cannot be now. */
  async settle(): Promise<Result<void>> {
    this.#input({ type: "behind" })
    for (;;) {
      const settled = await this.#settled()
      if (settled !== undefined) return settled
      await new Promise<void>(resolve => this.#waiting.add(resolve))
    }
  }

  async #settled(): Promise<Result<void> | undefined> {
    const sync = this.#sync
    if (sync.at === "stopped") return fail(this.#endCode ?? "server-unreachable", "after-delay")
    if (sync.at === "offline") return fail(sync.code, "after-delay")
    if (sync.at !== "live") return undefined
    const busy = await this.#home.serial(
      async () => (await hasRowsToSend(this.#home.store)) || (await hasErrands(this.#home.store)),
    )
    if (this.#sync !== sync) return undefined
    // What has to wait was answered: with a time, or with what is missing.
    return busy && !this.#hasWaiting && !this.#uploader.rests ? undefined : succeed()
  }

  #input(input: SyncInput): void {
    const moment = { now: this.#home.clock.now(), chance: chance(this.#home) }
    const [next, effects] = step(this.#sync, input, moment)
    const changed = next !== this.#sync
    this.#sync = next
    for (const effect of effects) this.#perform(effect)
    if (changed) tell(this.#home, { type: "connection", connection: connectionOf(next) })
    if (changed) this.#wake()
  }

  /**
   * A store that fails ends the session: nothing may be taken that cannot be kept. Where only room is missing, it is
   * tried again like a lost connection. Anything else is a bug and throws.
   */
  #task(work: () => Promise<void>): void {
    work().catch((error: unknown) => {
      if (!(error instanceof StorageFailure)) throw error
      this.#home.current.offlineCode = error.code
      this.#input({ type: "lost", code: error.code, final: error.code !== "storage-full" })
    })
  }

  #wake(): void {
    const waiting = [...this.#waiting]
    this.#waiting.clear()
    for (const resolve of waiting) resolve()
  }

  #perform(effect: SyncEffect): void {
    switch (effect.type) {
      case "connect":
        this.#cancelRetry()
        this.#task(() => this.#connect())
        return
      case "disconnect":
        this.#disconnect()
        return
      case "wait":
        this.#cancelRetry = this.#home.clock.after(effect.until - this.#home.clock.now(), () =>
          this.#input({ type: "retry" }),
        )
        return
      case "pull":
        this.#task(() => this.#pull())
        return
      case "end":
        this.#endCode = effect.code
        if (!this.#isEnding) tell(this.#home, { type: "ended", code: effect.code })
        return
    }
  }

  #disconnect(): void {
    this.#session += 1
    this.#cancelWork()
    const { wire } = this.#home.current
    this.#home.current.wire = undefined
    wire?.close()
  }

  async #connect(): Promise<void> {
    const session = ++this.#session
    const connected = await this.#home.serial(() => this.#establish(session))
    if (session !== this.#session) return
    if (connected.ok) {
      this.#input({ type: "signed-in" })
      this.#uploader.connected()
    } else this.#lose(connected)
  }

  #lose(failure: Failure): void {
    const retryAfter = "retryAfter" in failure ? Number(failure.retryAfter) : 0
    this.#home.current.offlineCode = failure.code
    const final = finalCodes.includes(failure.code)
    this.#input({ type: "lost", code: failure.code, final, retryAfter })
  }

  async #establish(session: number): Promise<Result<void>> {
    const { identity } = this.#home.current
    if (identity === undefined) return fail("home-empty")
    const address = parseServerAddress(identity.me.server)
    if (!address.ok) return address
    const greeted = await greet(this.#home, address.value, identity.me.host, {
      event: event => this.#event(session, event),
      closed: code => {
        if (session === this.#session) this.#lose(fail(code, "after-delay"))
      },
    })
    if (!greeted.ok) return greeted
    if (session !== this.#session) {
      greeted.value.wire.close()
      return fail("connection-lost", "after-delay")
    }
    return this.#signIn(greeted.value, identity)
  }

  async #signIn(greeted: Greeted, identity: Identity): Promise<Result<void>> {
    const signed = await signIn(this.#home, greeted, identity)
    if (!signed.ok) {
      const refused = await refusedByRestored(this.#home, greeted, identity, signed)
      greeted.wire.close()
      return refused
    }
    this.#home.current.wire = greeted.wire
    const own = await catchUpOwnChain(this.#home, identity, signed.value.chainHead)
    if (!own.ok) return own
    await keepHandle(this.#home, identity)
    await pushOwnChain(this.#home, identity, signed.value.chainHead)
    const restored = await keepStoreId(this.#home, greeted.greeting.storeId)
    // Whoever restored the server from a backup may have lost this device's keys with it.
    const stock = {
      left: restored ? 0 : signed.value.keyPackagesLeft,
      lastResortFresh: !restored && signed.value.lastResortFresh,
    }
    const first = await replenishKeyPackages(this.#home, identity, stock, firstKeyPackages)
    if (!first.ok) return first
    this.#keyStock = first.value
    return succeed()
  }

  /** After what people wait for: fifty keys take longer to make than a chat to open. What fails is made up for at the next sign-in. */
  async #replenish(identity: Identity): Promise<void> {
    const stock = this.#keyStock
    this.#keyStock = undefined
    if (stock !== undefined) await replenishKeyPackages(this.#home, identity, stock)
  }

  #event(session: number, event: Event): void {
    if (event.event.case === "closing") {
      if (session === this.#session) this.#lose(fail(event.event.value.code, "after-delay"))
      return
    }
    this.#task(() =>
      this.#home.serial(async () => {
        const { identity } = this.#home.current
        if (identity === undefined || session !== this.#session) return
        const heard = await handleEvent(this.#home, identity, event)
        if (heard === "behind") this.#input({ type: "behind" })
        else if (heard === "news" && this.#sync.at === "live") await this.#workNow(identity)
      }),
    )
  }

  async #pull(): Promise<void> {
    const session = this.#session
    const pulled = await this.#home.serial(async () => {
      const { identity } = this.#home.current
      if (identity === undefined || session !== this.#session) return undefined
      const progress = (left: number) => this.#input({ type: "progress", left })
      const result = await catchUp(this.#home, identity, progress)
      if (result.ok) {
        await this.#workNow(identity)
        await this.#replenish(identity)
      }
      return result
    })
    if (pulled === undefined || session !== this.#session) return
    if (pulled.ok) this.#input({ type: "pulled" })
    else this.#lose(pulled)
  }

  async #work(): Promise<void> {
    await this.#home.serial(async () => {
      const { identity } = this.#home.current
      if (identity !== undefined && this.#home.current.wire !== undefined) await this.#workNow(identity)
    })
  }

  /** Sends what waits and does what is owed; what has to wait sets the clock. */
  async #workNow(identity: Identity): Promise<void> {
    this.#cancelWork()
    const home = this.#home
    this.#paces = pacesAt(this.#paces, home.clock.now())
    const { outbox, reads: readsPace, joins } = this.#paces
    const scheduled = await sendDue(home, identity)
    let next = await flushOutbox(home, identity, outbox)
    const errands = await runErrands(home, identity)
    const tended = await tendVault(home, identity)
    // An errand may have queued a send.
    if (next === undefined) next = await flushOutbox(home, identity, outbox)
    const shared = await this.#share(identity)
    const reads = await tellReads(home, identity, readsPace)
    const erasure = await eraseDeleted(home)
    const join = await joinNext(home, identity, joins)
    const renewal = await renewNewcomers(home, identity)
    if (!errands.ok || (!tended.ok && tended.retry !== "never") || home.behind.size > 0)
      next = Math.min(next ?? Number.POSITIVE_INFINITY, home.clock.now() + behindWait)
    this.#hasWaiting = next !== undefined
    for (const later of [join, shared, reads, erasure, renewal, scheduled])
      next = later === undefined ? next : Math.min(next ?? later, later)
    if (next !== undefined)
      this.#cancelWork = home.clock.after(Math.max(0, next - home.clock.now()), () =>
        this.#task(() => this.#again()),
      )
    this.#wake()
  }

  /** What this person's other devices are to know: in batches, so that it waits and hinders nothing. */
  async #share(identity: Identity): Promise<number | undefined> {
    const home = this.#home
    const due = [
      await postDueRecords(home, identity, this.#paces.history),
      await shareDue(home, identity, this.#paces.sharing),
    ].map(one => (one.ok ? one.value : home.clock.now() + behindWait))
    await answerQuestions(home, identity)
    due.push(await askForKeys(home, identity))
    return due.reduce((first, one) => (first === undefined || (one ?? first) < first ? one : first))
  }

  async #again(): Promise<void> {
    await this.#home.serial(async () => {
      const { identity } = this.#home.current
      if (identity === undefined || this.#sync.at !== "live") return
      await pullBehind(this.#home, identity, () => {})
      await this.#workNow(identity)
    })
  }
}

function connectionOf(sync: Sync): Connection {
  switch (sync.at) {
    case "stopped":
      return { at: "offline", retryAt: undefined, code: undefined }
    case "offline":
      return { at: "offline", retryAt: sync.retryAt, code: sync.code }
    case "connecting":
      return { at: "connecting" }
    case "pulling":
      return { at: "syncing", conversationsLeft: sync.left }
    case "live":
      return { at: "live" }
  }
}
