import type { Milliseconds, Result } from "@colombe/base"
import type { Person } from "./account.ts"

/** People whom this person does not know, or does not want to hear of. */
export interface StrangerCalls {
  /**
   * From then on nothing of theirs is shown: no message, no request, no group that they bring this person into. Nobody
   * learns of it but this person's own devices.
   */
  block(account: string): Promise<Result<void>>
  /** What was hidden is there again. */
  unblock(account: string): Promise<Result<void>>
  blocked(): Promise<readonly Person[]>
  /** What this device knows of somebody by itself. */
  aboutPerson(account: string): Promise<AboutPerson | undefined>
}

export interface AboutPerson {
  readonly person: Person
  /** Of their account, as its chain has them. */
  readonly devices: number
  /** Groups that both are in. */
  readonly groups: readonly { readonly conversation: string; readonly title: string }[]
  /** When this device first saw something of theirs, by the time of a log; nothing proves when an account was made. */
  readonly firstSeen: Milliseconds | undefined
}
