import { expect, test } from "bun:test"
import { InOrder } from "./in-order.ts"
import { Lanes } from "./lanes.ts"

function steps(count: number) {
  return Array.from({ length: count }, () => Promise.withResolvers<number>())
}

test("work of one key runs at once and is told in the order in which it began", async () => {
  const order = new InOrder()
  const told: number[] = []
  const started: number[] = []
  const work = steps(3)
  const runs = work.map(({ promise }, index) =>
    order.run(
      "log",
      () => {
        started.push(index)
        return promise
      },
      value => told.push(value),
    ),
  )
  expect(started).toEqual([0, 1, 2])
  for (const index of [2, 0, 1]) work[index]?.resolve(index)
  await Promise.all(runs)
  expect(told).toEqual([0, 1, 2])
})

test("work that fails holds nobody up and fails alone", async () => {
  const order = new InOrder()
  const [first, second] = steps(2)
  if (!first || !second) throw new Error("two steps")
  const runs = [first, second].map(({ promise }) =>
    order.run(
      "log",
      () => promise,
      value => value,
    ),
  )
  second.resolve(2)
  first.reject(new Error("disk"))
  const settled = await Promise.allSettled(runs)
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled"])
})

test("a lane takes one at a time, also after a failure, and other keys do not wait", async () => {
  const lanes = new Lanes()
  const [first, second] = steps(2)
  if (!first || !second) throw new Error("two steps")
  const started: string[] = []
  const begin = (key: string, name: string, promise: Promise<number>) =>
    lanes.run(key, () => {
      started.push(name)
      return promise
    })
  const runs = [begin("a", "one", first.promise), begin("a", "two", second.promise)]
  await begin("b", "other", Promise.resolve(0))
  expect(started).toEqual(["one", "other"])
  first.reject(new Error("disk"))
  second.resolve(2)
  const settled = await Promise.allSettled(runs)
  expect(settled.map(({ status }) => status)).toEqual(["rejected", "fulfilled"])
  expect(started).toEqual(["one", "other", "two"])
})
