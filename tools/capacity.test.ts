import { expect, test } from "bun:test"
import { join } from "node:path"
import { assumptions, capacityOf, measured } from "./capacity/model.ts"
import { assumptionsFrom, capacityTable } from "./capacity/report.ts"
import { root } from "./command.ts"

test("the table that is published is what the model says", async () => {
  const page = await Bun.file(join(root, "docs/capacity.md")).text()
  expect(page).toContain(capacityTable(assumptions))
  for (const [name, value] of Object.entries(assumptions))
    expect(page).toContain(`| \`${name}\` | ${value} |`)
})

test("twice as many people take twice as much, and the machines are those of the tightest limit", () => {
  const [one, two] = [capacityOf(1e7, assumptions), capacityOf(2e7, assumptions)]
  expect(two.storedTerabytes).toBeCloseTo(2 * one.storedTerabytes)
  expect(two.cores).toBeCloseTo(2 * one.cores)
  const quiet = capacityOf(1e7, { ...assumptions, connectedShare: 0.001, messages: 400 })
  expect(quiet.because).toBe("processors")
  expect(quiet.machines).toBe(Math.ceil(quiet.cores / measured.machineCores))
  expect(capacityOf(10, assumptions).machines).toBe(1)
})

test("an assumption that is none is refused", () => {
  expect(assumptionsFrom(["--messages=60"])).toEqual({ ...assumptions, messages: 60 })
  for (const wrong of ["--mesages=60", "--messages=", "--messages=x", "60", "--constructor=1"])
    expect(assumptionsFrom([wrong])).toBeUndefined()
})
