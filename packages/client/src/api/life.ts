import type { Bytes, Milliseconds, Result } from "@colombe/base"
import type { Person } from "./account.ts"
import type { Linking } from "./devices.ts"

/** The life of a client: its connection, and what it tells. */
export interface LifeCalls {
  /**
   * Connects and stays connected until `stop`; progress comes as `connection` notices. Once more: tries now, where it
   * waits to try again.
   */
  start(): Promise<void>
  stop(): Promise<void>
  /** Resolves once everything that the server had at this moment is stored and every queued send is answered. */
  settle(): Promise<Result<void>>
  /** Notices come after the change is durable; a view asks again for what it shows. Returns how to stop. */
  watch(listener: (notice: Notice) => void): () => void
  close(): Promise<void>
}

export type Connection =
  | { readonly at: "offline"; readonly retryAt: Milliseconds | undefined; readonly code: string | undefined }
  | { readonly at: "connecting" }
  | { readonly at: "syncing"; readonly conversationsLeft: number }
  | { readonly at: "live" }

export type Notice =
  | { readonly type: "connection"; readonly connection: Connection }
  | { readonly type: "conversations" }
  | { readonly type: "timeline"; readonly conversation: string; readonly fromSeq: number | undefined }
  /** Somebody writes, as far as is known until then; a moment that is over says that they stopped. */
  | {
      readonly type: "typing"
      readonly conversation: string
      readonly from: Person
      readonly until: Milliseconds
    }
  /** Somebody asks to come into a group that this person may add people to. */
  | { readonly type: "askers"; readonly conversation: string }
  | { readonly type: "me" }
  /** `register` computes what the server asks for: so many tries, of about as many as it takes on average. */
  | { readonly type: "working"; readonly tried: number; readonly expected: number }
  /** Drafts, marks, settings, folders or saved messages changed, here or on another device. */
  | { readonly type: "self" }
  /** A device came into this account, or went. */
  | { readonly type: "devices" }
  /** Sealed bytes of a file that the server has now. */
  | { readonly type: "transfer"; readonly file: string; readonly done: number; readonly total: number }
  | { readonly type: "linking"; readonly linking: Linking }
  /** This device was removed, or its home can no longer be used. */
  | { readonly type: "ended"; readonly code: string }

/** A connection to a server, as a port: binary messages, in order. */
export type Connect = (
  url: string,
  events: {
    readonly opened: () => void
    readonly received: (message: Bytes) => void
    /** Once, also where it never opened. */
    readonly closed: (reason: "network" | "refused") => void
  },
) => { readonly send: (message: Bytes) => void; readonly close: () => void }
