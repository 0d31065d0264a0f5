import { expect, test } from "bun:test"
import fc from "fast-check"
import { beginNew, type NewDevice, type NewDeviceInput, stepNew } from "./new-device.ts"
import { type OldDevice, type OldDeviceInput, stepOld } from "./old-device.ts"

const bytes = new Uint8Array(32)
const key = { algorithm: "ed25519", bytes } as const
const request = { version: 1, dsk: key, once: key, nonce: bytes, name: bytes } as const
const reveal = { nonce: bytes, account: bytes, key }
const offer = { chain: { account: bytes }, content: bytes } as unknown as Extract<
  NewDeviceInput,
  { type: "offer" }
>["offer"]
const answer = { grant: undefined, heads: [], live: [] } as unknown as Extract<
  NewDeviceInput,
  { type: "answer" }
>["answer"]

const newInputs: readonly NewDeviceInput[] = [
  { type: "commitment", commitment: bytes },
  { type: "reveal", reveal, holds: true, digits: "123456" },
  { type: "reveal", reveal, holds: false, digits: "123456" },
  { type: "offer", offer },
  { type: "answer", answer },
  { type: "found-in-chain" },
  { type: "agrees" },
  { type: "refuses" },
]

const oldInputs: readonly OldDeviceInput[] = [
  { type: "request", request, digits: undefined },
  { type: "request", request, digits: "123456" },
  { type: "digits", digits: "123456" },
  { type: "digits", digits: "654321" },
  { type: "agrees" },
  { type: "refuses" },
  { type: "offered", content: bytes },
  { type: "countersigned", countersignature: { id: bytes, signature: bytes } },
  { type: "slot-lost" },
  { type: "appended", add: { content: bytes, signature: bytes, added: [] } },
]

test("G5 whatever comes in whatever order, the new device signs nothing before its person agreed to an offer", () => {
  fc.assert(
    fc.property(fc.constantFrom("qr", "typed"), fc.array(fc.constantFrom(...newInputs)), (way, inputs) => {
      let state: NewDevice = beginNew(way)[0]
      let agreed = false
      for (const input of inputs) {
        agreed ||= input.type === "agrees" && state.at === "asking"
        const [next, effects] = stepNew(state, input)
        for (const { type } of effects)
          if (type === "countersign" || type === "enter") expect(agreed).toBe(true)
        if (next.at === "linked") expect(agreed).toBe(true)
        state = next
      }
    }),
    { numRuns: 2_000 },
  )
})

test("G3 by typed code the request goes out after a commitment, and no offer counts before what it was made of", () => {
  expect(beginNew("typed")[1]).toEqual([])
  const [committed, sent] = stepNew(beginNew("typed")[0], { type: "commitment", commitment: bytes })
  expect(sent).toEqual([{ type: "send-request" }])
  expect(stepNew(committed, { type: "offer", offer })[0].at).toBe("ended")
  expect(stepNew(committed, { type: "reveal", reveal, holds: false, digits: "" })[0].at).toBe("ended")
})

test("G3 whatever comes in whatever order, the old device signs nothing before its person said so", () => {
  fc.assert(
    fc.property(fc.constantFrom("qr", "typed"), fc.array(fc.constantFrom(...oldInputs)), (way, inputs) => {
      let state: OldDevice = { at: "waiting", way }
      let allowed = false
      let wrong = 0
      for (const input of inputs) {
        const right = input.type === "digits" && input.digits === "123456"
        if (input.type === "digits" && !right && state.at === "asking-digits") wrong += 1
        allowed ||= right && state.at === "asking-digits"
        allowed ||= way === "qr" && input.type === "agrees" && state.at === "asking-device"
        const [next, effects] = stepOld(state, input)
        for (const { type } of effects)
          if (type === "offer" || type === "append" || type === "answer") expect(allowed).toBe(true)
        if (wrong === 3 && !allowed) expect(next.at).toBe("ended")
        state = next
      }
    }),
    { numRuns: 2_000 },
  )
})
