import { expect, test } from "bun:test"
import { create } from "@bufbuild/protobuf"
import { refusalCodes } from "./codes.ts"
import { RefusalSchema } from "./gen/colombe/v1/delivery_pb.ts"
import { fromRefusal, refuse, toRefusal } from "./refusal.ts"

test("W5 every code travels with what it says about trying again", () => {
  for (const code of Object.keys(refusalCodes) as (keyof typeof refusalCodes)[])
    expect(fromRefusal(toRefusal(refuse(code)))).toEqual({ ok: false, code, retry: refusalCodes[code] })
})

test("W5 a wait travels in whole milliseconds, never shorter", () => {
  expect(fromRefusal(toRefusal(refuse("rate-limited", { retryAfter: 12.3 })))).toMatchObject({
    code: "rate-limited",
    retryAfter: 13,
  })
})

test("W5 what failed inside is not sent", () => {
  const refusal = toRefusal(refuse("internal", { cause: new Error("a path of the server") }))
  expect(Object.keys(refusal).sort()).toEqual(["$typeName", "code", "retryAfterMs"])
})

test("W5 a code from a newer server is kept apart and never retried by itself", () => {
  expect(fromRefusal(create(RefusalSchema, { code: "moon-full", retryAfterMs: 5 }))).toEqual({
    ok: false,
    code: "refusal-unknown",
    retry: "never",
    cause: "moon-full",
  })
})
