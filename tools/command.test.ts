import { expect, test } from "bun:test"
import { run } from "./command.ts"

test("both streams are kept, in order, and the exit code decides", async () => {
  const { ok, output } = await run(["sh", "-c", "echo one; echo two >&2; exit 3"])
  expect({ ok, output }).toEqual({ ok: false, output: "one\ntwo\n" })
})

test("a command gets no standard input", async () => {
  expect(await run(["cat"])).toMatchObject({ ok: true, output: "" })
})

test("a command that hangs is ended and says so", async () => {
  const { ok, output } = await run(["sleep", "60"], {}, 0.2)
  expect(ok).toBe(false)
  expect(output).toContain("ended by SIGTERM")
})
