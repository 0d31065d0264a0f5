import type { LockTimeout } from "./lock-rules.ts"

/** What a person does to the app lock; each is answered. */
export type LockAct =
  | { readonly act: "unlock"; readonly passcode: string }
  /** `current` is the passcode that is replaced, where one is set. */
  | {
      readonly act: "set"
      readonly passcode: string
      readonly current: string | undefined
      readonly timeout: LockTimeout
    }
  | { readonly act: "remove"; readonly passcode: string }
  | { readonly act: "timeout"; readonly timeout: LockTimeout }

export type LockCode = "passcode-wrong" | "passcode-wait" | "passcode-weak" | "passcode-failed"
export type LockAnswer = { readonly ok: true } | { readonly ok: false; readonly code: LockCode }

/** What tabs and the worker of one account say of its lock. */
export type LockMessage =
  | ({ readonly type: "ask"; readonly id: string } & LockAct)
  | { readonly type: "answer"; readonly id: string; readonly answer: LockAnswer }
  /** From a worker that starts: whoever asked one before it gets no answer any more. */
  | { readonly type: "begun" }
  /** A person is there. */
  | { readonly type: "active" }
  /** From whoever locks: the worker ends, and with it the key; every tab begins anew. */
  | { readonly type: "locked" }
