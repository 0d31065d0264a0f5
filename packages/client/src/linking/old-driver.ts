import {
  type Bytes,
  equal,
  fail,
  fromUtf8,
  type Milliseconds,
  type Result,
  succeed,
  toUtf8,
  unreachable,
} from "@colombe/base"
import {
  allHistory,
  deviceAuthor,
  deviceIdOf,
  ed25519Key,
  type Link,
  type Scope,
  stateOf,
} from "@colombe/rules"
import {
  accountNumber,
  digitTriesMax,
  displayNameBytesMax,
  type LinkRequest,
  lineBytes,
  linkCommitment,
  linkDigits,
  linkSteps,
  type Reveal,
  readLinkCode,
  requestDigest,
  sealLinkFrame,
} from "@colombe/seal"
import { linkBoxMs } from "@colombe/wire"
import type { Linking, LinkScope } from "../api/index.ts"
import { type Home, type Identity, wireOf } from "../home/home.ts"
import { handOver } from "../self/hand-over.ts"
import { postSnapshot } from "../self/snapshot-post.ts"
import { writeAnswer } from "./answer.ts"
import { appendOffered, reserveNext } from "./append-offered.ts"
import { type BoxEnd, boxEnd, pause, pollEvery } from "./box-end.ts"
import { handoverOf } from "./handover.ts"
import { type FromNew, readFromNew, writeFromOld } from "./messages.ts"
import { makeOffer } from "./offer.ts"
import { type OldDevice, type OldDeviceEffect, type OldDeviceInput, stepOld } from "./old-device.ts"
import { boxNameOf, drawTypedCode, newTypedCode, readTypedCode } from "./typed-code.ts"

/** How often something is said again that the connection lost. */
const putTriesMax = 8
/** A reservation is renewed this often while the person at the new device decides, in milliseconds. */
const renewEvery: Milliseconds = 20_000
/** How often a device that shows a code looks whether somebody read it, in milliseconds: each look is a lookup. */
const lookEvery: Milliseconds = 2_000
const nonceBytes = 32

/** What the code says of the other side. */
type Code = { readonly scope: LinkScope } & (
  | { readonly way: "qr"; readonly digest: Bytes; readonly secret: Bytes }
  | { readonly way: "typed"; readonly reveal: Reveal }
)

/** The text of a QR code, or a code as somebody typed it, by a device that takes the new one into its account. */
export function acceptLink(
  home: Home,
  identity: Identity,
  text: string,
  show: (linking: Linking) => void,
  scope: LinkScope,
): Result<OldLinking> {
  const { me } = identity
  if (text.trim().startsWith("colombe:")) {
    const code = readLinkCode(text.trim())
    if (!code.ok) return code
    const { host, request: digest, secret } = code.value
    if (!equal(host, toUtf8(me.host))) return fail("link-code-elsewhere")
    const end = boxEnd(() => wireOf(home), digest, new Uint8Array())
    return succeed(new OldLinking(home, identity, show, { way: "qr", digest, secret, scope }, end))
  }
  const typed = readTypedCode(text)
  if (!typed.ok) return typed
  return succeed(byTypedCode(home, identity, typed.value, show, scope))
}

/** The other way round, spec G9: this device shows the code, and the new one reads it. */
export function offerLink(
  home: Home,
  identity: Identity,
  show: (linking: Linking) => void,
  scope: LinkScope,
): OldLinking {
  const code = newTypedCode(home.crypto)
  return byTypedCode(home, identity, code, show, scope, drawTypedCode(code, identity.me.host))
}

function byTypedCode(
  home: Home,
  identity: Identity,
  code: string,
  show: (linking: Linking) => void,
  scope: LinkScope,
  drawn?: string,
): OldLinking {
  const { me, signer } = identity
  const nonce = home.crypto.random(nonceBytes)
  const reveal = { nonce, account: me.account, key: ed25519Key(signer.publicKey) }
  const end = boxEnd(() => wireOf(home), boxNameOf(code), new Uint8Array())
  return new OldLinking(home, identity, show, { way: "typed", reveal, scope }, end, drawn)
}

/** What the old device does while it takes a new one in; what comes next is decided by `stepOld`. */
export class OldLinking {
  readonly #home: Home
  readonly #identity: Identity
  readonly #tell: (linking: Linking) => void
  readonly #code: Code
  readonly #end: BoxEnd
  readonly #author: ReturnType<typeof deviceAuthor>
  readonly #until: Milliseconds
  #state: OldDevice
  #renewAt: Milliseconds = 0
  #scope: Scope = allHistory
  /** The text of the code on this screen, until somebody has read it. */
  #drawn: string | undefined

  constructor(
    home: Home,
    identity: Identity,
    tell: (linking: Linking) => void,
    code: Code,
    end: BoxEnd,
    drawn?: string,
  ) {
    this.#home = home
    this.#identity = identity
    this.#tell = tell
    this.#code = code
    this.#end = end
    this.#author = deviceAuthor(home.crypto, identity.me.account, identity.signer)
    this.#until = home.clock.now() + linkBoxMs
    this.#state = { at: "waiting", way: code.way }
    this.#drawn = drawn
  }

  /** Fails where the code leads nowhere; everything after comes as notices. */
  async begin(): Promise<Result<void>> {
    this.#show()
    const found = this.#drawn === undefined ? await this.#findBox() : succeed()
    if (!found.ok) {
      this.#state = { at: "ended", code: found.code }
      this.#show()
      return found
    }
    this.#run().catch((error: unknown) => {
      this.#state = { at: "ended", code: "storage-failed" }
      this.#show()
      throw error
    })
    return succeed()
  }

  async digits(digits: string): Promise<Result<void>> {
    if (this.#state.at !== "asking-digits") return fail("link-not-asked")
    const before = this.#state
    await this.#input({ type: "digits", digits })
    const after = this.#state as OldDevice
    return after.at === "asking-digits" && after.wrong > before.wrong ? fail("link-digits-differ") : succeed()
  }

  async agree(agrees: boolean): Promise<Result<void>> {
    if (this.#state.at !== "asking-device") return fail("link-not-asked")
    await this.#input({ type: agrees ? "agrees" : "refuses" })
    return succeed()
  }

  async cancel(): Promise<void> {
    await this.#input({ type: "failed", code: "link-cancelled" })
  }

  get isOver(): boolean {
    return this.#state.at === "linked" || this.#state.at === "ended"
  }

  /** By typed code this device binds itself before it sees anything of the other. */
  async #findBox(): Promise<Result<void>> {
    if (this.#code.way === "qr") return succeed()
    const commitment = linkCommitment(this.#home.crypto, this.#code.reveal)
    const put = await this.#end.put(writeFromOld({ says: "commitment", commitment }))
    // This device has begun with another commitment here: a code is good for one linking.
    return !put.ok && put.code === "link-frame-refused" ? fail("link-code-used") : put
  }

  /** Whoever reads the code opens the box. */
  async #awaitBox(): Promise<void> {
    while (!this.isOver && this.#drawn !== undefined) {
      const found = await this.#findBox()
      const isOpen = found.ok || (found.code !== "link-code-unknown" && found.retry === "never")
      if (isOpen) this.#drawn = undefined
      if (found.ok) return this.#show()
      if (isOpen) return this.#input({ type: "failed", code: found.code })
      if (this.#home.clock.now() >= this.#until)
        return this.#input({ type: "failed", code: "link-code-expired" })
      await pause(this.#home, lookEvery)
    }
  }

  async #run(): Promise<void> {
    await this.#awaitBox()
    while (!this.isOver) {
      const pulled = await this.#end.pull()
      if (!pulled.ok && pulled.retry === "never") await this.#input({ type: "failed", code: pulled.code })
      if (pulled.ok) for (const frame of pulled.value) await this.#hear(frame)
      const now = this.#home.clock.now()
      if (this.#state.at === "offered" && now >= this.#renewAt) await this.#renew()
      if (now >= this.#until) await this.#input({ type: "failed", code: "link-code-expired" })
      if (!this.isOver) await pause(this.#home, pollEvery)
    }
  }

  async #hear(bytes: Bytes): Promise<void> {
    const message = readFromNew(bytes)
    await this.#input(
      message === undefined ? { type: "failed", code: "link-frame-malformed" } : this.#check(message),
    )
  }

  #check(message: FromNew): OldDeviceInput {
    switch (message.says) {
      case "request":
        return this.#checkRequest(message.request)
      case "countersigned":
        return { type: "countersigned", countersignature: message.countersignature }
      case "refused":
        return { type: "failed", code: "link-refused-there" }
      default:
        return unreachable(message)
    }
  }

  #checkRequest(request: LinkRequest): OldDeviceInput {
    const code = this.#code
    const { crypto } = this.#home
    const digest = requestDigest(crypto, request)
    const keyed = request.dsk.algorithm === "ed25519" && request.once.algorithm === "xwing"
    const named = lineBytes(fromUtf8(request.name) ?? "", displayNameBytesMax)
    if (!keyed || !named.ok) return { type: "failed", code: "link-frame-malformed" }
    if (code.way === "typed")
      return { type: "request", request, digits: linkDigits(crypto, digest, code.reveal) }
    // The code on the other screen says which request it is: the server cannot put another in its place.
    return equal(digest, code.digest)
      ? { type: "request", request, digits: undefined }
      : { type: "failed", code: "link-frame-untrusted" }
  }

  async #input(input: OldDeviceInput): Promise<void> {
    const [next, effects] = stepOld(this.#state, input)
    const changed = next !== this.#state
    this.#state = next
    // Linked is said once the new device has what it needs.
    if (changed && next.at !== "linked") this.#show()
    for (const effect of effects) await this.#perform(effect)
  }

  async #perform(effect: OldDeviceEffect): Promise<void> {
    switch (effect.type) {
      case "reveal":
        if (this.#code.way === "typed")
          await this.#say(writeFromOld({ says: "reveal", ...this.#code.reveal }))
        return
      case "offer":
        return this.#offer(effect.request)
      case "append":
        return this.#append(effect)
      case "answer":
        return this.#answer(effect.request, effect.add)
      case "tell-ended":
        await this.#end.put(writeFromOld({ says: "ended" }))
        return
      default:
        return unreachable(effect)
    }
  }

  async #offer(request: LinkRequest): Promise<void> {
    const chain = await reserveNext(this.#home, this.#identity, () => this.isOver)
    if (!chain.ok) return this.#input({ type: "failed", code: chain.code })
    const { devices, removed } = stateOf(chain.value)
    const id = deviceIdOf(this.#home.crypto, chain.value.account, request.dsk)
    if ([...devices, ...removed].some(one => equal(one.id, id)))
      return this.#input({ type: "failed", code: "device-returns" })
    if (this.#code.scope === "from-now") this.#scope = { kind: "from", fromMs: this.#home.clock.now() }
    const { content, message } = makeOffer(chain.value, this.#author, request.dsk, this.#scope)
    const frame = await this.#seal(request, "offer", message)
    if (!frame.ok) return this.#input({ type: "failed", code: frame.code })
    this.#renewAt = this.#home.clock.now() + renewEvery
    await this.#input({ type: "offered", content })
    await this.#say(writeFromOld({ says: "sealed", frame: frame.value }))
  }

  /** So that no other device of the account takes the slot meanwhile. Where one did, it shows when the link is appended. */
  async #renew(): Promise<void> {
    this.#renewAt = this.#home.clock.now() + renewEvery
    await reserveNext(this.#home, this.#identity, () => true)
  }

  async #append(effect: Extract<OldDeviceEffect, { type: "append" }>): Promise<void> {
    const { content, countersignature } = effect
    const request = "request" in this.#state ? this.#state.request : undefined
    const name = fromUtf8(request?.name ?? new Uint8Array()) ?? ""
    // Before the link: after it this generation serves no more. What fails here comes with the next batch.
    await handOver(this.#home)
    await this.#home.serial(() => postSnapshot(this.#home, this.#identity))
    const appended = await appendOffered(this.#home, this.#identity, this.#author, {
      content,
      countersignature,
      name,
    })
    if (appended.ok) return this.#input({ type: "appended", add: appended.value })
    const lost = appended.code === "slot-taken" || appended.code === "slot-not-reserved"
    return this.#input(lost ? { type: "slot-lost" } : { type: "failed", code: appended.code })
  }

  async #answer(request: LinkRequest, add: Link): Promise<void> {
    const home = this.#home
    const handover = await home.serial(() => handoverOf(home, this.#scope))
    const frame = await this.#seal(request, "answer", writeAnswer(add, handover))
    // The link stands: what could not be handed over comes with the vault.
    if (frame.ok) await this.#say(writeFromOld({ says: "sealed", frame: frame.value }))
    this.#show()
  }

  #seal(request: LinkRequest, step: keyof typeof linkSteps, message: Bytes): Promise<Result<Bytes>> {
    const { crypto } = this.#home
    const { signer } = this.#identity
    return sealLinkFrame(crypto, {
      place: { request: requestDigest(crypto, request), step: linkSteps[step] },
      from: ed25519Key(signer.publicKey),
      signer,
      once: request.once,
      message,
      secret: this.#code.way === "qr" ? this.#code.secret : undefined,
    })
  }

  async #say(bytes: Bytes): Promise<void> {
    for (let tries = 0; tries < putTriesMax; tries++) {
      const put = await this.#end.put(bytes)
      if (put.ok) return
      if (put.retry === "never") return this.#input({ type: "failed", code: put.code })
      await pause(this.#home, pollEvery * (tries + 1))
    }
    await this.#input({ type: "failed", code: "connection-lost" })
  }

  #show(): void {
    const safety = accountNumber(this.#home.crypto, this.#identity.me.account)
    const isShowing = this.#state.at === "waiting" && this.#drawn !== undefined
    this.#tell(
      isShowing
        ? { at: "showing", qr: this.#drawn ?? "", typed: "", until: this.#until }
        : shown(this.#state, safety),
    )
  }
}

function shown(state: OldDevice, safety: readonly string[]): Linking {
  const name = "request" in state ? (fromUtf8(state.request.name) ?? "") : ""
  switch (state.at) {
    case "waiting":
      return { at: "waiting" }
    case "asking-device":
      return { at: "asking-device", name }
    case "asking-digits":
      return { at: "asking-digits", name, triesLeft: digitTriesMax - state.wrong }
    case "offering":
    case "offered":
      return { at: "offered", name, safety }
    case "appending":
      return { at: "finishing" }
    case "linked":
    case "ended":
      return state
    default:
      return unreachable(state)
  }
}
