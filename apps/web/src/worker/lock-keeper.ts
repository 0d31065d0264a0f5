import { keepTimeout, lockKey, unlockForGood, unlockKey } from "./database-key.ts"
import type { LockAct, LockAnswer, LockMessage } from "./lock-channel.ts"
import { isLockDue, isStrongEnough, type LockTimeout } from "./lock-rules.ts"

type State =
  | { readonly at: "locked" }
  | {
      readonly at: "open"
      readonly key: Uint8Array<ArrayBuffer>
      /** Undefined where no lock is on. */
      readonly timeout: LockTimeout | undefined
    }

/** Milliseconds between two looks at the clock: timers alone stand still while a device sleeps. */
const lookMs = 5000

export interface LockKeeper {
  /** No lock is on. */
  readonly openedWithout: (key: Uint8Array<ArrayBuffer>) => void
  /** Resolves with the database key once somebody has typed the passcode. */
  readonly unlocked: Promise<Uint8Array<ArrayBuffer>>
  /** The account has left this browser, and nothing is behind the lock any more. */
  readonly accountLeft: () => Promise<void>
}

/** The worker's side of the lock of one account: it alone takes passcodes, and says when the time is over. */
export function keepLock(channel: BroadcastChannel, name: string): LockKeeper {
  let state: State = { at: "locked" }
  let lastActive = Date.now()
  let timer: ReturnType<typeof setInterval> | undefined
  const { promise: unlocked, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer>>()
  const post = (message: LockMessage) => channel.postMessage(message)

  /** The tab that leads starts the next worker as soon as it hears of it. */
  const lockIfDue = (): boolean => {
    if (state.at === "locked" || state.timeout === undefined) return false
    if (!isLockDue(state.timeout, lastActive, Date.now())) return false
    post({ type: "locked" })
    close()
    return true
  }
  const opened = (key: Uint8Array<ArrayBuffer>, timeout: LockTimeout | undefined) => {
    state = { at: "open", key, timeout }
    lastActive = Date.now()
    clearInterval(timer)
    if (timeout !== undefined) timer = setInterval(lockIfDue, lookMs)
  }
  /** With the passcode that is set now, if any. */
  const withPasscode = async (
    passcode: string,
    then: (key: Uint8Array<ArrayBuffer>, timeout: LockTimeout | undefined) => Promise<void> | void,
  ): Promise<LockAnswer> => {
    const tried = await unlockKey(name, passcode, Date.now())
    if (tried.at !== "open")
      return { ok: false, code: tried.at === "wrong" ? "passcode-wrong" : "passcode-wait" }
    await then(tried.key, tried.timeout)
    return { ok: true }
  }
  const perform = async (ask: LockAct): Promise<LockAnswer> => {
    switch (ask.act) {
      case "unlock":
        return withPasscode(ask.passcode, (key, timeout) => {
          opened(key, timeout)
          resolve(key)
        })
      case "set":
        if (!isStrongEnough(ask.passcode)) return { ok: false, code: "passcode-weak" }
        return withPasscode(ask.current ?? "", async key => {
          await lockKey(name, key, ask.passcode, ask.timeout)
          opened(key, ask.timeout)
        })
      case "remove":
        return withPasscode(ask.passcode, async key => {
          await unlockForGood(name, key)
          opened(key, undefined)
        })
      case "timeout":
        if (state.at === "locked" || state.timeout === undefined)
          return { ok: false, code: "passcode-failed" }
        await keepTimeout(name, ask.timeout)
        opened(state.key, ask.timeout)
        return { ok: true }
    }
  }
  // One after the other: two tries at the same moment would be counted as one.
  let before: Promise<void> = Promise.resolve()
  channel.addEventListener("message", ({ data }: MessageEvent<LockMessage>) => {
    if (data.type === "active" && !lockIfDue()) lastActive = Date.now()
    if (data.type === "locked") close()
    if (data.type !== "ask") return
    before = before.then(async () => {
      const answer = await perform(data).catch((): LockAnswer => ({ ok: false, code: "passcode-failed" }))
      post({ type: "answer", id: data.id, answer })
    })
  })
  post({ type: "begun" })
  return {
    openedWithout: key => opened(key, undefined),
    unlocked,
    async accountLeft() {
      if (state.at === "locked" || state.timeout === undefined) return
      await unlockForGood(name, state.key)
      opened(state.key, undefined)
    },
  }
}
