import { type Bytes, decode, fail, type Result, succeed } from "@colombe/base"
import type { PublicKey } from "@colombe/rules"
import { linkFrame, linkSteps, openLinkFrame } from "@colombe/seal"
import type { Home } from "../home/home.ts"
import type { NewWay } from "./way.ts"

export interface OpenedLinkFrame {
  readonly step: "offer" | "answer"
  readonly from: PublicKey
  readonly message: Bytes
}

/** Which of the two it is stands in the frame, and is under its signature. */
export async function openFrame(home: Home, way: NewWay, bytes: Bytes): Promise<Result<OpenedLinkFrame>> {
  const { trust, digest, oncePrivateKey } = way
  const read = decode(linkFrame, bytes)
  if (!read.ok) return fail("link-frame-malformed", "never", read)
  if (trust === undefined) return fail("link-frame-misplaced")
  const step = read.value.step === linkSteps.answer ? "answer" : "offer"
  const place = { request: digest, step: linkSteps[step] }
  const opened = await openLinkFrame(home.crypto, place, trust, oncePrivateKey, bytes)
  return opened.ok ? succeed({ step, ...opened.value }) : opened
}
