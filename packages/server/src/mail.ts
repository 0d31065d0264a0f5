import type { NewMail, StoredMail } from "@colombe/store"
import { encodeEvent, MailKind } from "@colombe/wire"
import { type Live, tellDevice } from "./live.ts"

const kinds = { 1: MailKind.WELCOME, 2: MailKind.SEALED } as const

export function mailOnWire({ seq, kind, conversation, commitSeq, body }: StoredMail) {
  return {
    seq: BigInt(seq),
    kind: kinds[kind],
    // Sealed mail belongs to no conversation that the server could name.
    ...(kind === 1 ? { conversation, commitSeq: BigInt(commitSeq) } : {}),
    body,
  }
}

/** Tells the device's connections; a repeat got no number and was told before. */
export function tellMail(live: Live, mail: NewMail, seq: number | undefined): void {
  if (seq === undefined) return
  const event = encodeEvent({ case: "mailStored", value: { mail: mailOnWire({ ...mail, seq }) } })
  tellDevice(live, mail.account, mail.device, event)
}
