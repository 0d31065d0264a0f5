import { create } from "@bufbuild/protobuf"
import type { Failure, Milliseconds } from "@colombe/base"
import { isRefusalCode, type RefusalCode, refusalCodes } from "./codes.ts"
import { type Refusal, RefusalSchema } from "./gen/colombe/v1/delivery_pb.ts"

/** A failure that travels: in a function and on the wire alike. */
export interface Refused<Code extends string = RefusalCode> extends Failure<Code> {
  /** Wait at least this long before trying again; absent where nobody knows. */
  readonly retryAfter?: Milliseconds
}

/** `retry` follows from the code; `cause` stays in this process. */
export function refuse<const Code extends RefusalCode>(
  code: Code,
  more: { readonly retryAfter?: Milliseconds; readonly cause?: unknown } = {},
): Refused<Code> {
  return { ok: false, code, retry: refusalCodes[code], ...more }
}

export function toRefusal(refused: Refused): Refusal {
  return create(RefusalSchema, { code: refused.code, retryAfterMs: Math.ceil(refused.retryAfter ?? 0) })
}

/** What a newer server may refuse with is known by its code alone, and trying again by itself is never right. */
export function fromRefusal({ code, retryAfterMs }: Refusal): Refused<RefusalCode | "refusal-unknown"> {
  if (!isRefusalCode(code)) return { ok: false, code: "refusal-unknown", retry: "never", cause: code }
  return refuse(code, retryAfterMs > 0 ? { retryAfter: retryAfterMs } : {})
}
