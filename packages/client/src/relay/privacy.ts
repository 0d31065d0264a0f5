import { fromUtf8, toUtf8 } from "@colombe/base"
import type { RecordReader } from "../home/transaction.ts"
import { readRegister } from "../self/registers.ts"

/** Settings of the app, shared between devices, that are part of what others learn: on unless they say `off`. */
export type Privacy = "typing" | "receipts"

export async function isShared(reader: RecordReader, what: Privacy): Promise<boolean> {
  const value = await readRegister(reader, "setting", toUtf8(what))
  return value === undefined || fromUtf8(value) !== "off"
}
