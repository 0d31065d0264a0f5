import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { testWorld } from "@colombe/server/testing"
import { decodeServerFrame, methodKeys } from "@colombe/wire"
import { runFuzz } from "./fuzz.ts"
import { type KeptFrame, keptFrames } from "./fuzz-corpus.ts"
import { fuzzMethods } from "./fuzz-methods.ts"

const acts = 15
const seeds = ["fuzz 1", "fuzz 2"]
/** Calls of each method. */
const rounds = 100
/** Generous: a loaded machine fails no seed that an idle one passes. */
const timeout = 120_000

for (const towards of ["server", "client"] as const)
  for (const seed of seeds)
    test(
      `W4 Y2 seed ${seed}: frames changed towards the ${towards} store nothing wrong, show nothing that was not said, and fail nothing inside`,
      async () => {
        const { frames, methods } = await runFuzz({ seed, acts, towards })
        expect(frames).toBeGreaterThan(5)
        expect(methods.size).toBeGreaterThan(methodKeys.length / 4)
      },
      timeout,
    )

/** Codes that say no more than that a call was none: whoever gets only these was never let in. */
const atTheDoor = new Set(["request-invalid", "not-signed-in", "ended"])

test(
  "W4 every method of the wire is called with what its schema allows and what it does not, and nothing fails inside",
  async () => {
    const { frames, outcomes } = await fuzzMethods("1", rounds)
    expect(frames).toBe(rounds * methodKeys.length)
    const shut = [...outcomes].filter(([, codes]) => [...codes].every(code => atTheDoor.has(code)))
    expect(shut).toEqual([])
  },
  timeout,
)

/** What becomes of one frame on a connection that said nothing before. */
async function outcomeOf(frame: string): Promise<KeptFrame["outcome"] | undefined> {
  const { server, network } = testWorld()
  let outcome: KeptFrame["outcome"] | undefined
  const connection = network.connect(server, {
    frame(bytes) {
      const heard = unwrap(decodeServerFrame(bytes)).frame
      if (heard.case !== "answer") return
      const { result } = heard.value
      outcome = result.case === "refusal" ? { refused: result.value.code } : "answered"
    },
    closed: code => {
      outcome = { ends: code }
    },
  })
  await connection.send(Uint8Array.fromHex(frame))
  return outcome
}

for (const { reaches, frame, outcome } of keptFrames)
  test(`W2 W4 a kept frame reaches ${reaches}`, async () => {
    expect(await outcomeOf(frame)).toEqual(outcome)
  })
