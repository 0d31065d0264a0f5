import { expect, test } from "bun:test"
import { refusalCodes } from "@colombe/wire"
import { exitOf } from "./exit.ts"

test("a script can tell usage, refusal, network and verification apart", () => {
  expect(exitOf("usage")).toBe(2)
  expect(exitOf("handle-taken")).toBe(3)
  expect(exitOf("server-unreachable")).toBe(4)
  expect(exitOf("log-broken")).toBe(5)
})

test("what a server refuses is never taken for a failed verification of ours, but for its host", () => {
  for (const code of Object.keys(refusalCodes))
    if (code !== "host-mismatch") expect([3, 4]).toContain(exitOf(code))
})
