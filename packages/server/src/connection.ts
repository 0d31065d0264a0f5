import type { Bytes, Milliseconds } from "@colombe/base"
import { encodeEvent, type RefusalCode } from "@colombe/wire"
import type { Peer } from "./peer.ts"
import type { Session } from "./session.ts"

/**
 * `loading`: memberships are being read; what is lost meanwhile must not be subscribed afterwards.
 */
export type Following =
  | { readonly at: "none" }
  | { readonly at: "loading"; readonly lost: Set<string> }
  | { readonly at: "live" }

/** A socket and what it has shown; whoever opened it reports when it is gone. */
export class Connection {
  /** Tells connections apart, in this process. */
  readonly name: string
  readonly peer: Peer
  readonly openedAt: Milliseconds
  readonly #unreadBytesMax: number
  session: Session = { at: "fresh" }
  following: Following = { at: "none" }
  dismissed: RefusalCode | undefined
  /** Ids of calls that wait for their answer. */
  readonly waiting = new Set<number>()
  readonly topics = new Set<string>()
  /** By topic: the key of the join link by which a conversation is read that the account is no member of. */
  readonly guestOf = new Map<string, Bytes>()

  constructor(name: string, peer: Peer, openedAt: Milliseconds, unreadBytesMax: number) {
    this.name = name
    this.openedAt = openedAt
    this.peer = peer
    this.#unreadBytesMax = unreadBytesMax
  }

  get isOpen(): boolean {
    return this.session.at !== "closed"
  }

  /** A client that does not read is let go before it costs memory. */
  send(frame: Bytes): void {
    if (!this.isOpen) return
    if (this.isSlow) this.close("slow-reader")
    else this.peer.send(frame)
  }

  get isSlow(): boolean {
    return this.peer.unread() > this.#unreadBytesMax
  }

  subscribe(topic: string): void {
    if (!this.isOpen || this.topics.has(topic)) return
    this.topics.add(topic)
    this.peer.subscribe(topic)
  }

  unsubscribe(topic: string): void {
    if (this.topics.delete(topic)) this.peer.unsubscribe(topic)
  }

  /** It may do nothing more, and ends when the answer to its own call is sent. */
  dismiss(code: RefusalCode): void {
    if (!this.isOpen) return
    this.session = { at: "fresh" }
    this.dismissed = code
  }

  /** Says why, then ends the connection; answers that are still being made go nowhere. */
  close(code: RefusalCode): void {
    if (!this.isOpen) return
    this.session = { at: "closed" }
    this.peer.send(encodeEvent({ case: "closing", value: { code } }))
    this.peer.close(code)
  }

  /** The socket is gone. */
  closed(): void {
    this.session = { at: "closed" }
    this.topics.clear()
    this.guestOf.clear()
  }
}
