import { expect, test } from "bun:test"
import { fail, succeed } from "@colombe/base"
import { refusalCodes, refuse } from "@colombe/wire"
import { judgeAnswer, noTries, refreshesMax } from "./outbox.ts"

const moment = { now: 1_000, chance: 0.5 }

test("Y11 a stale epoch, and an id whose first answer was lost, look into the log before anything is sealed again", () => {
  for (const code of ["stale-epoch", "send-id-reused"] as const)
    expect(judgeAnswer(refuse(code), noTries, moment).verdict).toEqual({ next: "look" })
})

test("Y12 what waiting mends waits, longer each time, and never less than the server asks", () => {
  const first = judgeAnswer(fail("connection-lost", "after-delay"), noTries, moment)
  expect(first.verdict).toEqual({ next: "wait", until: 1_500 })
  const second = judgeAnswer(fail("timeout", "after-delay"), first.tries, moment)
  expect(second.verdict).toEqual({ next: "wait", until: 2_000 })
  const asked = judgeAnswer(refuse("rate-limited", { retryAfter: 9_000 }), second.tries, moment)
  expect(asked.verdict).toEqual({ next: "wait", until: 12_000 })
  expect(judgeAnswer(succeed(), asked.tries, moment).tries).toEqual(noTries)
})

test("Y13 what nothing mends fails with its code and waits for the person", () => {
  for (const [code, retry] of Object.entries(refusalCodes))
    if (retry === "never" && code !== "send-id-reused")
      expect(judgeAnswer(fail(code, retry), noTries, moment).verdict).toEqual({ next: "failed", code })
})

test("Y13 a server that always asks to look again is not asked for ever", () => {
  let tries = noTries
  for (let count = 0; count < refreshesMax; count++)
    tries = judgeAnswer(refuse("stale-epoch"), tries, moment).tries
  expect(judgeAnswer(refuse("stale-epoch"), tries, moment).verdict).toEqual({
    next: "failed",
    code: "stale-epoch",
  })
})
