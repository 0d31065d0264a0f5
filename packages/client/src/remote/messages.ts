import type { Notice } from "../api/index.ts"
import type { MethodName } from "./methods.ts"

/** Where the one client is; `failed` carries the code of why nothing can work. */
export type WorkerState =
  | { readonly at: "opening" }
  | { readonly at: "ready" }
  | { readonly at: "failed"; readonly code: string }

/** What crosses between whoever shows something and the one process that owns store, socket and keys. */
export type Message =
  /** Somebody has come, and asks where the client is. */
  | { readonly type: "hello" }
  | { readonly type: "state"; readonly leader: string; readonly state: WorkerState }
  | {
      readonly type: "call"
      readonly tab: string
      readonly id: number
      readonly method: MethodName
      readonly args: readonly unknown[]
    }
  | { readonly type: "answer"; readonly tab: string; readonly id: number; readonly value: unknown }
  /** Whoever has the client gives it up, and has not begun this, or a question that may be asked again. */
  | { readonly type: "declined"; readonly tab: string; readonly id: number }
  | { readonly type: "broken"; readonly tab: string; readonly id: number }
  | { readonly type: "notice"; readonly notice: Notice }

/** The part of BroadcastChannel that is used here. */
export interface Channel {
  postMessage(message: Message): void
  addEventListener(type: "message", listener: (event: { readonly data: Message }) => void): void
}
