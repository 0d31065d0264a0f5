import {
  type Bytes,
  fail,
  fromUtf8,
  type Milliseconds,
  type Result,
  succeed,
  toBase64Url,
  unreachable,
} from "@colombe/base"
import { countersign, ed25519Key, supersedes } from "@colombe/rules"
import { accountNumber, commitmentHolds, displayNameBytesMax, lineBytes, linkDigits } from "@colombe/seal"
import { linkBoxMs } from "@colombe/wire"
import { newContact } from "../account/chains.ts"
import { type DeviceKey, durableDeviceKey } from "../account/device-key.ts"
import { personFrom } from "../account/people.ts"
import type { Linking, StartLinkingRequest } from "../api/index.ts"
import { readAccount } from "../devices/read-account.ts"
import { type Home, transact } from "../home/home.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { type Greeted, greet } from "../session/establish.ts"
import { parseServerAddress, type ServerAddress } from "../session/server-address.ts"
import { readAnswer } from "./answer.ts"
import { pause, pollEvery } from "./box-end.ts"
import { enterAccount, isDeviceOf } from "./enter.ts"
import { type FromOld, readFromOld, writeFromNew } from "./messages.ts"
import { type NewDevice, type NewDeviceEffect, type NewDeviceInput, stepNew } from "./new-device.ts"
import { type CheckedOffer, checkOffer } from "./offer.ts"
import { openFrame } from "./open-frame.ts"
import { pendingAccountTable } from "./pending.ts"
import { readDrawnCode } from "./typed-code.ts"
import { type NewWay, newWay } from "./way.ts"

/** How often something is said again that the connection lost. */
const putTriesMax = 8
/** How often the answer is looked for, in milliseconds: a device gives it, and nobody is asked any more. */
const answerEvery: Milliseconds = 100
/** How long after agreeing the chain is looked at instead of waiting for the answer, in milliseconds. */
const answerWait: Milliseconds = 15_000

const unheard = { event: () => {}, closed: () => {} }

/** Who hears of it. */
export interface NewLinkingEars {
  readonly show: (linking: Linking) => void
  /** The home belongs to somebody now. */
  readonly entered: () => void
}

/** Whose account it is, as the new device's screen says it. */
interface Asked {
  readonly address: string
  readonly safety: readonly string[]
}

/**
 * Shows codes for a home that belongs to nobody yet. A home whose person had agreed before, and whose link stands, is
 * not asked again: it enters.
 */
export async function startLinking(
  home: Home,
  request: StartLinkingRequest,
  ears: NewLinkingEars,
): Promise<Result<NewLinking | undefined>> {
  if (home.current.identity !== undefined) return fail("already-registered")
  const address = parseServerAddress(request.server)
  if (!address.ok) return address
  const name = lineBytes(request.name.trim(), displayNameBytesMax)
  if (!name.ok) return name
  const drawn = request.code === undefined ? undefined : readDrawnCode(request.code)
  if (drawn?.ok === false) return drawn
  const key = await durableDeviceKey(home)
  const greeted = await greet(home, address.value, undefined, unheard)
  if (!greeted.ok) return greeted
  if (drawn !== undefined && drawn.value.host !== greeted.value.host) {
    greeted.value.wire.close()
    return fail("link-code-elsewhere")
  }
  const linking = new NewLinking(home, ears, address.value, key, greeted.value)
  if (await linking.resume()) return succeed(undefined)
  const begun = await linking.begin(name.value, drawn?.value.code)
  return begun.ok ? succeed(linking) : begun
}

/** Owns the new device's connection while it waits for its account; what comes next is decided by `stepNew`. */
export class NewLinking {
  readonly #home: Home
  readonly #ears: NewLinkingEars
  readonly #address: ServerAddress
  readonly #key: DeviceKey
  #greeted: Greeted
  #ways: readonly NewWay[] = []
  #chosen: NewWay | undefined
  #until: Milliseconds = 0
  #lookAt: Milliseconds = 0
  #name = ""
  #asked: Asked = { address: "", safety: [] }

  constructor(home: Home, ears: NewLinkingEars, address: ServerAddress, key: DeviceKey, greeted: Greeted) {
    this.#home = home
    this.#ears = ears
    this.#address = address
    this.#key = key
    this.#greeted = greeted
  }

  /** True where a linking that was cut half-way could be finished. */
  async resume(): Promise<boolean> {
    const account = await readRecord(this.#home.store, pendingAccountTable)
    if (account === undefined) return false
    const read = await readAccount(this.#home, this.#greeted.wire, account)
    if (!read.ok || !isDeviceOf(this.#home, read.value, this.#key)) return false
    await this.#enter({ chain: read.value.chain, content: new Uint8Array() }, undefined)
    return this.#home.current.identity !== undefined
  }

  /** `code`: what the old device shows. Otherwise this one shows codes of its own. */
  async begin(name: Bytes, code: string | undefined): Promise<Result<void>> {
    this.#name = fromUtf8(name) ?? ""
    const { host } = this.#greeted
    const from = { name, host, wire: () => this.#greeted.wire }
    const dsk = ed25519Key(this.#key.signer.publicKey)
    const typed = await newWay(this.#home, "typed", dsk, from, code)
    const ways = code === undefined ? [await newWay(this.#home, "qr", dsk, from), typed] : [typed]
    this.#ways = ways
    const opened = await this.#openBoxes()
    if (!opened.ok) return opened
    for (const way of ways) await this.#perform(way, way.begins)
    this.#show(ways[0]?.state ?? { at: "ended", code: "link-code-unknown" })
    // A store that fails half-way leaves the home as it is: the person starts again.
    this.#run().catch((error: unknown) => {
      this.#fail("storage-failed")
      this.#greeted.wire.close()
      throw error
    })
    return succeed()
  }

  /** The person's word on whose account it is. */
  async answer(agrees: boolean): Promise<Result<void>> {
    const way = this.#chosen
    if (way?.state.at !== "asking") return fail("link-not-asked")
    await this.#input(way, { type: agrees ? "agrees" : "refuses" })
    return succeed()
  }

  cancel(): void {
    this.#fail("link-cancelled")
  }

  get isOver(): boolean {
    const state = this.#chosen?.state ?? this.#ways[0]?.state
    return state === undefined || state.at === "linked" || state.at === "ended"
  }

  async #openBoxes(): Promise<Result<void>> {
    for (const { box } of this.#ways) {
      const opened = await this.#greeted.wire.call("openLinkBox", box)
      if (!opened.ok) return opened
      // By this device's own clock: the server's may be anything.
      if (this.#until === 0) this.#until = this.#home.clock.now() + linkBoxMs
    }
    return succeed()
  }

  async #run(): Promise<void> {
    while (!this.isOver) {
      if (this.#home.clock.now() >= this.#until) {
        this.#fail("link-code-expired")
        break
      }
      for (const way of this.#chosen === undefined ? this.#ways : [this.#chosen]) await this.#look(way)
      if (this.#chosen?.state.at === "agreed") await this.#lookInChain(this.#chosen)
      const every = this.#chosen?.state.at === "agreed" ? answerEvery : pollEvery
      if (!this.isOver) await pause(this.#home, every)
    }
    this.#greeted.wire.close()
  }

  async #look(way: NewWay): Promise<void> {
    const pulled = await way.end.pull()
    if (!pulled.ok) return pulled.retry === "never" ? this.#lost(way, pulled.code) : this.#reconnect()
    for (const frame of pulled.value) {
      // The first that speaks is the one; the other code is as good as used.
      this.#chosen ??= way
      if (this.#chosen === way && !this.isOver) await this.#hear(way, frame)
    }
  }

  /** The box is gone. Once the person has agreed, the chain says what became of it. */
  #lost(way: NewWay, code: string): void {
    if (way.state.at !== "agreed") this.#fail(code)
  }

  async #reconnect(): Promise<void> {
    const greeted = await greet(this.#home, this.#address, this.#greeted.host, unheard)
    if (!greeted.ok) return greeted.retry === "never" ? this.#fail(greeted.code) : undefined
    this.#greeted.wire.close()
    this.#greeted = greeted.value
    const opened = await this.#openBoxes()
    if (!opened.ok && opened.retry === "never") this.#fail(opened.code)
  }

  async #hear(way: NewWay, bytes: Bytes): Promise<void> {
    const message = readFromOld(bytes)
    await this.#input(
      way,
      message === undefined
        ? { type: "failed", code: "link-frame-malformed" }
        : await this.#check(way, message),
    )
  }

  /** What was said, checked in the state it is for. */
  async #check(way: NewWay, message: FromOld): Promise<NewDeviceInput> {
    const { crypto } = this.#home
    switch (message.says) {
      case "commitment":
        return { type: "commitment", commitment: message.commitment }
      case "reveal": {
        const { nonce, account, key } = message
        const reveal = { nonce, account, key }
        const holds = way.state.at === "committed" && commitmentHolds(crypto, way.state.commitment, reveal)
        if (holds) {
          way.trust = { by: "digits", from: key }
          way.account = account
        }
        return { type: "reveal", reveal, holds, digits: linkDigits(crypto, way.digest, reveal) }
      }
      case "sealed":
        return this.#checkFrame(way, message.frame)
      case "ended":
        return { type: "failed", code: "link-ended-there" }
      default:
        return unreachable(message)
    }
  }

  async #checkFrame(way: NewWay, frame: Bytes): Promise<NewDeviceInput> {
    const opened = await openFrame(this.#home, way, frame)
    if (!opened.ok) return { type: "failed", code: opened.code }
    const { step, from, message } = opened.value
    if (step === "answer") {
      if (way.state.at !== "agreed") return { type: "failed", code: "link-frame-misplaced" }
      const answer = await readAnswer(this.#home.crypto, way.state.offer, way.request.dsk, message)
      return answer.ok ? { type: "answer", answer: answer.value } : { type: "failed", code: answer.code }
    }
    const offer = await checkOffer(this.#home.crypto, message, from, way.request.dsk, way.account)
    if (!offer.ok) return { type: "failed", code: offer.code }
    const asked = await this.#whoIs(offer.value)
    if (!asked.ok) return { type: "failed", code: asked.code }
    this.#asked = asked.value
    return { type: "offer", offer: offer.value }
  }

  /** The server must show the chain that was offered, or one that goes on from it. */
  async #whoIs({ chain }: CheckedOffer): Promise<Result<Asked>> {
    const read = await readAccount(this.#home, this.#greeted.wire, chain.account)
    if (!read.ok) return read
    if (!supersedes(read.value.chain, chain)) return fail("chain-broken")
    const contact = { ...newContact, links: [], other: undefined, handle: read.value.handle }
    const { address } = personFrom(toBase64Url(chain.account), contact)
    return succeed({ address, safety: accountNumber(this.#home.crypto, chain.account) })
  }

  async #lookInChain(way: NewWay): Promise<void> {
    const now = this.#home.clock.now()
    if (way.state.at !== "agreed" || now < this.#lookAt) return
    this.#lookAt = now + answerWait
    const read = await readAccount(this.#home, this.#greeted.wire, way.state.offer.chain.account)
    if (read.ok && isDeviceOf(this.#home, read.value, this.#key))
      await this.#input(way, { type: "found-in-chain" })
  }

  #fail(code: string): void {
    for (const way of this.#ways) [way.state] = stepNew(way.state, { type: "failed", code })
    const state = this.#chosen?.state ?? this.#ways[0]?.state
    if (state !== undefined) this.#show(state)
  }

  async #input(way: NewWay, input: NewDeviceInput): Promise<void> {
    const before = way.state
    const [next, effects] = stepNew(before, input)
    way.state = next
    if (next.at === "agreed" && before.at !== "agreed") this.#lookAt = this.#home.clock.now() + answerWait
    // Linked is what the screen says once the home is the account's.
    if (next !== before && next.at !== "linked") this.#show(next)
    await this.#perform(way, effects)
  }

  async #perform(way: NewWay, effects: readonly NewDeviceEffect[]): Promise<void> {
    for (const effect of effects) {
      if (effect.type === "send-request") await this.#say(way, { says: "request", request: way.request })
      if (effect.type === "send-refusal") await this.#say(way, { says: "refused" })
      if (effect.type === "countersign") await this.#countersign(way, effect.offer)
      if (effect.type === "enter") await this.#enter(effect.offer, effect.answer)
    }
  }

  async #say(way: NewWay, message: Parameters<typeof writeFromNew>[0]): Promise<void> {
    for (let tries = 0; tries < putTriesMax; tries++) {
      const put = await way.end.put(writeFromNew(message))
      if (put.ok) return
      if (put.retry === "never") return this.#lost(way, put.code)
      await pause(this.#home, pollEvery)
      await this.#reconnect()
    }
    this.#fail("connection-lost")
  }

  async #countersign(way: NewWay, { chain, content }: CheckedOffer): Promise<void> {
    await transact(this.#home, async transaction => {
      putRecord(transaction, pendingAccountTable, [], chain.account)
      return succeed()
    })
    const { signer } = this.#key
    const countersignature = await countersign(this.#home.crypto, chain.account, content, signer)
    await this.#say(way, { says: "countersigned", countersignature })
  }

  async #enter(
    offer: CheckedOffer,
    answer: Extract<NewDeviceEffect, { type: "enter" }>["answer"],
  ): Promise<void> {
    const { wire, host, greeting } = this.#greeted
    const server = { origin: this.#address.origin, host, storeId: greeting.storeId }
    const entered = await this.#home.serial(() =>
      enterAccount(this.#home, {
        address: this.#address,
        server,
        wire,
        key: this.#key,
        agreed: offer.chain,
        answer,
        name: this.#name,
      }),
    )
    if (!entered.ok) return this.#ears.show({ at: "ended", code: entered.code })
    this.#ears.show({ at: "linked" })
    this.#ears.entered()
  }

  #show(state: NewDevice): void {
    const [qr, typed] = this.#ways
    const codes = { qr: qr?.code ?? "", typed: typed?.code ?? "", until: this.#until }
    // With one way alone the code is on the other screen.
    const isThere = state.at === "showing" && typed === undefined
    this.#ears.show(isThere ? { at: "waiting" } : shown(state, codes, this.#asked))
  }
}

function shown(
  state: NewDevice,
  codes: Omit<Extract<Linking, { at: "showing" }>, "at">,
  asked: Asked,
): Linking {
  switch (state.at) {
    case "showing":
      return { at: "showing", ...codes }
    case "committed":
      return { at: "waiting" }
    case "comparing":
      return { at: "showing-digits", digits: state.digits }
    case "asking":
      return { at: "asking-account", ...asked, digits: state.digits }
    case "agreed":
      return { at: "finishing" }
    case "linked":
    case "ended":
      return state
    default:
      return unreachable(state)
  }
}
