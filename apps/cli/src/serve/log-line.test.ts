import { expect, test } from "bun:test"
import { fail, StorageFailure } from "@colombe/base"
import { logLine } from "./log-line.ts"

const at = new Date(0)

test("D24 a cause is logged by its kind and place, never by its words, which may quote what people wrote", () => {
  const secret = "ana wrote: meet at 203.0.113.7"
  const deep = new Error(secret, { cause: new StorageFailure("storage-full", secret) })
  const causes: readonly unknown[] = [
    deep,
    secret,
    fail("request-invalid", "never", { text: secret }),
    { secret },
    null,
  ]
  for (const cause of causes) {
    const line = logLine({ event: "call-failed", method: "append", cause }, at)
    for (const word of ["ana", "meet", "203.0.113.7"]) expect(line).not.toContain(word)
    expect(line).not.toContain("\n")
  }
  const line = JSON.parse(logLine({ event: "call-failed", method: "append", cause: deep }, at))
  expect(line).toMatchObject({
    at: "1970-01-01T00:00:00.000Z",
    event: "call-failed",
    method: "append",
    cause: { name: "Error", cause: { name: "StorageFailure", code: "storage-full" } },
  })
  expect(line.cause.frames[0]).toContain("log-line.test.ts")
})
