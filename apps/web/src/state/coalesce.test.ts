import { expect, test } from "bun:test"
import { coalesce } from "./coalesce.ts"

/** Questions as they were asked, each answered by hand, and the errors that were heard of. */
function questions() {
  const asked: PromiseWithResolvers<void>[] = []
  const failures: unknown[] = []
  const notice = coalesce(
    () => {
      const question = Promise.withResolvers<void>()
      asked.push(question)
      return question.promise
    },
    error => failures.push(error),
  )
  return { asked, failures, notice }
}

/** After everything that is ready now has run. */
const settled = () => new Promise(resolve => setTimeout(resolve))

test("many notices while a question is under way ask once more, after it", async () => {
  const { asked, notice } = questions()
  notice()
  notice()
  notice()
  expect(asked).toHaveLength(1)
  asked[0]?.resolve()
  await settled()
  expect(asked).toHaveLength(2)
  asked[1]?.resolve()
  await settled()
  expect(asked).toHaveLength(2)
})

test("after a question that rejected, the next notice asks again", async () => {
  const { asked, failures, notice } = questions()
  const broken = new Error("the question broke in the worker")
  notice()
  asked[0]?.reject(broken)
  await settled()
  expect(failures).toEqual([broken])
  notice()
  expect(asked).toHaveLength(2)
})

test("a notice during a question that rejects is not lost", async () => {
  const { asked, notice } = questions()
  notice()
  notice()
  asked[0]?.reject(new Error("the question broke in the worker"))
  await settled()
  expect(asked).toHaveLength(2)
})
