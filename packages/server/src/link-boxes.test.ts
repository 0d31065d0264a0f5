import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import { linkBoxMs, linkFramesMax, newLinkFrameBytesMax } from "@colombe/wire"
import { testWorld } from "./testing/world.ts"

const name = toUtf8("7H2K9QXA")
const key = new Uint8Array(16).fill(7)
const none = new Uint8Array()

async function linking() {
  const world = testWorld()
  const ana = await world.enrol("ana")
  const fresh = await world.greet()
  unwrap(await fresh.call("openLinkBox", { name, key }))
  return { world, ana, fresh, old: await world.signIn(ana) }
}

test("D26 two devices pass frames through a box, in order, each once, and a lost connection loses none", async () => {
  const { world, fresh, old } = await linking()
  for (const [place, text] of ["un", "deux", "deux"].entries())
    unwrap(
      await old.call("putLinkFrame", { name, place: Math.min(place, 1), frame: toUtf8(text), key: none }),
    )
  expect(unwrap(await fresh.call("pullLinkFrames", { name, key })).frames).toEqual([
    toUtf8("un"),
    toUtf8("deux"),
  ])
  fresh.close()
  const again = await world.greet()
  unwrap(await again.call("openLinkBox", { name, key }))
  expect(unwrap(await again.call("pullLinkFrames", { name, key, after: 1 })).frames).toEqual([toUtf8("deux")])
  unwrap(await again.call("putLinkFrame", { name, key, frame: toUtf8("trois") }))
  expect(unwrap(await old.call("pullLinkFrames", { name })).frames).toEqual([toUtf8("trois")])
})

test("D26 the box is that of the first device that finds it, and of whoever holds its key", async () => {
  const { world, ana, fresh, old } = await linking()
  unwrap(await old.call("pullLinkFrames", { name }))
  const eve = await world.signIn(await world.enrol("eve"))
  for (const other of [eve, await world.signIn(ana, "recovery")]) {
    const answer = await other.call("pullLinkFrames", { name })
    expect(answer.ok ? "" : answer.code).toMatch(/link-code-used|not-signed-in/)
  }
  const wrong = new Uint8Array(16)
  expect(await eve.call("putLinkFrame", { name, key: wrong, frame: none })).toMatchObject({
    code: "link-code-used",
  })
  expect(await eve.call("openLinkBox", { name, key: wrong })).toMatchObject({ code: "link-code-used" })
  expect(await fresh.call("pullLinkFrames", { name })).toMatchObject({ code: "not-signed-in" })
})

test("D26 a box ends by the clock, and what is too much is refused", async () => {
  const { world, fresh, old } = await linking()
  const put = (place: number, frame: Uint8Array = none) =>
    fresh.call("putLinkFrame", { name, key, place, frame })
  const refused = { code: "link-frame-refused" }
  expect(await put(1)).toMatchObject(refused)
  expect(await put(0, new Uint8Array(newLinkFrameBytesMax + 1))).toMatchObject(refused)
  for (let place = 0; place < linkFramesMax; place++) unwrap(await put(place))
  expect(await put(linkFramesMax)).toMatchObject(refused)
  expect(await put(0, toUtf8("other"))).toMatchObject(refused)
  world.clock.pass(linkBoxMs)
  expect(await old.call("pullLinkFrames", { name })).toMatchObject({ code: "link-code-unknown" })
})

test("D26 codes are not guessed: a name that leads nowhere costs a lookup", async () => {
  const world = testWorld({ limits: { lookups: { burst: 3, perSecond: 1 } } })
  const eve = await world.signIn(await world.enrol("eve"))
  const codes: string[] = []
  for (let guess = 0; guess < 4; guess++) {
    const answer = await eve.call("pullLinkFrames", { name: toUtf8(`GUESS${guess}`) })
    codes.push(answer.ok ? "" : answer.code)
  }
  expect(codes).toEqual(["link-code-unknown", "link-code-unknown", "link-code-unknown", "rate-limited"])
})
