import { equal } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { epochKeys, epochRoster } from "../conversation/epoch.ts"
import type { RecordReader } from "../home/transaction.ts"

export interface EpochNumber {
  readonly incarnation: number
  readonly epoch: number
}

/**
 * Whether the key of an epoch stands on the word of whoever mailed it alone, spec K4: until somebody else has spoken with
 * it, they may have made up all that it opens. Each epoch is looked up once.
 */
export function vouchedIn(
  reader: RecordReader,
  conversation: ConversationId,
): (at: EpochNumber) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>()
  return at => {
    const name = `${at.incarnation} ${at.epoch}`
    const vouched = known.get(name) ?? isVouched(reader, conversation, at)
    known.set(name, vouched)
    return vouched
  }
}

async function isVouched(
  reader: RecordReader,
  conversation: ConversationId,
  { incarnation, epoch }: EpochNumber,
): Promise<boolean> {
  const place = { conversation, incarnation, epoch }
  const roster = await epochRoster(reader, place)
  // Between two people nobody but whoever gave the key speaks with it, and for their own words they answer themselves.
  if (roster?.kind === "direct") return false
  // Only these can have opened what is shown.
  const keys = (await epochKeys(reader, place)).filter(
    ({ ctx }) => roster !== undefined && equal(ctx, roster.ctx),
  )
  return keys.length > 0 && keys.every(({ origin, confirmed }) => origin.from === "given" && !confirmed)
}
