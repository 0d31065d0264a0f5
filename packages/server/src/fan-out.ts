import { assert, type Bytes, type Clock, concat, keyOf, type Milliseconds, uint } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { AccountId, ConversationId } from "@colombe/rules"
import type { NewMail, PendingFanout, Store } from "@colombe/store"
import { encodeEvent } from "@colombe/wire"
import { type Live, tell } from "./live.ts"
import type { Log } from "./log.ts"
import { tellMail } from "./mail.ts"

/** Conversations brought up to date at one time. */
const pendingMax = 256
/** Between two rounds in which there was something to bring, in milliseconds: what comes meanwhile is one row. */
const restMilliseconds: Milliseconds = 50

/**
 * Brings what the logs owe to their members' indexes and mailboxes, from what the store has on record alone: the
 * same work after an entry and after a crash. Bursts of entries become one row. Who is alone is brought what is theirs
 * at once; under load each round rests before the next one, since an index is for those who come later, and who comes
 * waits for it (`caughtUp`).
 */
export class FanOut {
  readonly #store: Store
  readonly #crypto: Crypto
  readonly #live: Live
  readonly #log: Log
  readonly #clock: Clock
  #running: Promise<void> | undefined
  /** Kicks so far, and how many of them the rounds that are over have answered for. */
  #kicks = 0
  #answered = 0
  #waiting: { readonly kicks: number; readonly resolve: () => void }[] = []
  /** Who waits for everything to be brought. */
  #idlers = 0
  /** Ends a rest early. */
  #wake: () => void = nothing
  /** Accounts that came into a conversation and were not told its number in their index yet. */
  readonly #newcomers = new Map<string, readonly AccountId[]>()

  constructor(ports: { store: Store; crypto: Crypto; clock: Clock; live: Live; log: Log }) {
    this.#store = ports.store
    this.#crypto = ports.crypto
    this.#live = ports.live
    this.#log = ports.log
    this.#clock = ports.clock
  }

  /** There is, or may be, something to bring. */
  kick(): void {
    this.#kicks += 1
    this.#running ??= this.#run()
  }

  /** The accounts are told as soon as their index has the conversation. */
  introduce(conversation: ConversationId, accounts: readonly AccountId[]): void {
    const key = keyOf(conversation)
    if (accounts.length > 0) this.#newcomers.set(key, [...(this.#newcomers.get(key) ?? []), ...accounts])
  }

  /** Resolves when nothing is under way; what failed waits for the next kick. */
  async idle(): Promise<void> {
    this.#idlers += 1
    this.#wake()
    while (this.#running) await this.#running
    this.#idlers -= 1
  }

  /**
   * Resolves when everything that was told so far is in the indexes of its members too, or could not be brought:
   * whoever reads an index then misses nothing that was told before they subscribed.
   */
  async caughtUp(): Promise<void> {
    const kicks = this.#kicks
    if (this.#answered >= kicks) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push({ kicks, resolve })
    this.#wake()
    await promise
  }

  async #run(): Promise<void> {
    try {
      while (this.#answered < this.#kicks) {
        const kicks = this.#kicks
        const pending = await this.#store.conversations.pendingFanout(pendingMax)
        await Promise.all(pending.map(one => this.#bring(one)))
        if (pending.length === pendingMax) continue
        this.#answer(kicks)
        if (pending.length > 0) await this.#rest()
      }
    } catch (cause) {
      this.#log({ event: "fan-out-failed", cause })
      this.#answer(this.#kicks)
    } finally {
      this.#running = undefined
    }
  }

  #answer(kicks: number): void {
    this.#answered = kicks
    const isDone = (one: { readonly kicks: number }) => one.kicks <= kicks
    for (const { resolve } of this.#waiting.filter(isDone)) resolve()
    this.#waiting = this.#waiting.filter(one => !isDone(one))
  }

  async #rest(): Promise<void> {
    if (this.#waiting.length > 0 || this.#idlers > 0) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    const cancel = this.#clock.after(restMilliseconds, resolve)
    await promise
    cancel()
    this.#wake = nothing
  }

  async #bring({ conversation, head, members, welcomes, left }: PendingFanout): Promise<void> {
    const mail = welcomes.map(
      ({ account, device, body, commitSeq }): NewMail => ({
        account,
        device,
        body,
        commitSeq,
        conversation,
        kind: 1,
        id: welcomeId(this.#crypto, conversation, commitSeq, device),
      }),
    )
    const numbers = mail.length > 0 ? await this.#store.accounts.deliver(mail) : []
    for (const [index, one] of mail.entries()) tellMail(this.#live, one, numbers[index])
    const moved = await this.#store.accounts.touch(conversation, head, members)
    this.#greet(conversation, head, moved)
    for (const { account, seq } of left) await this.#dismiss(conversation, seq, account)
    await this.#store.conversations.fannedOut(conversation, head)
  }

  /** Whoever was away when they were taken out is led to the entry that did it, and no further. */
  async #dismiss(conversation: ConversationId, seq: number, account: AccountId): Promise<void> {
    for (const { accountSeq } of await this.#store.accounts.touch(conversation, seq, [account]))
      tell(this.#live, account, changedEvent(conversation, accountSeq, seq))
  }

  #greet(
    conversation: ConversationId,
    head: number,
    moved: readonly { readonly account: AccountId; readonly accountSeq: number }[],
  ): void {
    const key = keyOf(conversation)
    const newcomers = new Set(this.#newcomers.get(key)?.map(keyOf))
    this.#newcomers.delete(key)
    for (const { account, accountSeq } of moved)
      if (newcomers.has(keyOf(account)))
        tell(this.#live, account, changedEvent(conversation, accountSeq, head))
  }
}

function changedEvent(conversation: ConversationId, accountSeq: number, head: number): Bytes {
  const changed = { conversation, accountSeq: BigInt(accountSeq), head: BigInt(head) }
  return encodeEvent({ case: "conversationChanged", value: { changed } })
}

/** The same after a crash, so that a Welcome is delivered once. */
function welcomeId(crypto: Crypto, conversation: ConversationId, commitSeq: number, device: Bytes): Bytes {
  const digest = crypto.hash("SHA-256", concat(conversation, uint(commitSeq, 8), device))
  assert(digest.length >= mailIdBytes, "a digest is longer than an id")
  return digest.slice(0, mailIdBytes)
}

const mailIdBytes = 16
const nothing = (): void => undefined
