import type { Milliseconds, Result } from "@colombe/base"
import type { EditOptions } from "./sends.ts"

/** Messages that wait for their time on this person's devices, sealed, and go out from whichever of them is connected. */
export interface ScheduleCalls {
  /** Of one conversation, or all; the first first. Those that went out are not among them. */
  scheduled(conversation?: string): Promise<readonly ScheduledItem[]>
  /**
   * `at` may have passed: then it goes out with the next connection. Where no device is connected at that time, it goes
   * out as soon as one is. It is sent once, whatever else happens. `too-many-scheduled`: 1,000 wait already.
   */
  schedule(
    conversation: string,
    text: string,
    at: Milliseconds,
    options?: ScheduleOptions,
  ): Promise<Result<{ readonly id: string }>>
  /** `scheduled-sent`: it has gone out meanwhile, is on its way, or was taken away. */
  changeScheduled(id: string, change: ScheduledChange): Promise<Result<void>>
  /** Like a send of now: connected or not. */
  sendScheduledNow(id: string): Promise<Result<void>>
  unschedule(id: string): Promise<Result<void>>
}

export interface ScheduleOptions extends EditOptions {
  readonly silent?: boolean
  readonly replyTo?: string
  /** With `replyTo`, as in `SendOptions`. */
  readonly part?: string
}

export interface ScheduledChange extends EditOptions {
  /** Absent: as before, like the format. */
  readonly text?: string
  readonly at?: Milliseconds
}

export interface ScheduledItem {
  /** Of the message that will come of it. */
  readonly id: string
  readonly conversation: string
  readonly text: string
  readonly format: NonNullable<EditOptions["format"]>
  readonly at: Milliseconds
  readonly silent: boolean
  readonly replyTo: string | undefined
  /** Why it cannot go out, though its time has come or will: a code. It waits for that to change, or to be taken away. */
  readonly failed: string | undefined
}
