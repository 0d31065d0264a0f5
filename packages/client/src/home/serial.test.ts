import { expect, test } from "bun:test"
import { serialQueue } from "./serial.ts"

test("a later task waits for an earlier one, also for one that fails", async () => {
  const serial = serialQueue()
  const trace: string[] = []
  let release = (): void => {}
  const first = serial(async () => {
    trace.push("first begins")
    await new Promise<void>(resolve => {
      release = resolve
    })
    trace.push("first ends")
    throw new Error("first fails")
  })
  const second = serial(async () => {
    trace.push("second")
    return 2
  })
  await Promise.resolve()
  release()
  await expect(first).rejects.toThrow("first fails")
  expect(await second).toBe(2)
  expect(trace).toEqual(["first begins", "first ends", "second"])
})
