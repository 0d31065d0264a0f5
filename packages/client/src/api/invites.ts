import type { Milliseconds, Result } from "@colombe/base"
import type { Person } from "./account.ts"

/** Links by which people come into a group by themselves. */
export interface InviteCalls {
  /** Of a group, for an admin: `invites` then has the link. */
  makeInvite(conversation: string, options?: InviteOptions): Promise<Result<{ readonly id: string }>>
  /** Every link of a group, for an admin, in the order in which they end; those without an end come first. */
  invites(conversation: string): Promise<Result<readonly Invite[]>>
  /** From then on nobody comes in by it. */
  endInvite(conversation: string, id: string): Promise<Result<void>>
  /** What a link leads to. Nobody in the group hears of it. */
  lookAtInvite(link: string): Promise<Result<InvitePreview>>
  /** Comes in: everybody in the group is told, and sees this person's name. Or asks, where the link asks. */
  joinByInvite(link: string): Promise<Result<{ readonly conversation: string; readonly asked: boolean }>>
  /** Who asks to come in, for a moderator, in the order in which they did. */
  askers(conversation: string): Promise<Result<readonly Asker[]>>
  /** They come in at once. */
  acceptAsker(conversation: string, account: string): Promise<Result<void>>
  /** Nobody is told; they may ask again. */
  declineAsker(conversation: string, account: string): Promise<Result<void>>
}

export interface InviteOptions {
  /** 1 to 366, or 0: without an end. 30 unless said otherwise. */
  readonly days?: number
  /** Whoever opens it asks, and comes in when somebody who may add people says so. */
  readonly asks?: boolean
  /** How many people may come in by it, up to 100,000; 0, and unless said otherwise: as many as like. */
  readonly uses?: number
}

export interface Invite {
  readonly id: string
  /** Undefined where another person made it: what is in it is theirs. */
  readonly link: string | undefined
  readonly by: Person | undefined
  readonly asks: boolean
  /** 0: never. */
  readonly expires: Milliseconds
  /** 0: no limit. */
  readonly uses: number
  /** As the server counts. */
  readonly used: number
  /** Why nobody comes in by it any more, though the group still lists it. `maker`: they lead the group no more. */
  readonly ended: "expired" | "used-up" | "maker" | undefined
}

export interface InvitePreview {
  readonly conversation: string
  /** As whoever made the link calls the group; empty where it has no title. */
  readonly title: string
  readonly host: string
  /** People in it, as the server says. */
  readonly members: number
  /** This person is one of them. */
  readonly member: boolean
  /** `joinByInvite` then asks, and comes in once somebody says so. */
  readonly asks: boolean
  /** This person has asked already. */
  readonly asked: boolean
}

export interface Asker {
  readonly person: Person
  readonly at: Milliseconds
}
