import { expect, setDefaultTimeout, test } from "bun:test"
import { concat, toUtf8, unwrap } from "@colombe/base"
import { memoryLocalStore } from "@colombe/client"
import { preparedBy, registerKey, selfEntryBy, vaultState } from "@colombe/client/testing"
import { kinds } from "@colombe/rules"
import { type ClientWorld, clientWorld, type Device } from "./testing/client-world.ts"

// Real cryptography for several devices, on machines that do other things besides.
setDefaultTimeout(30_000)

const stateOf = (device: Device) => vaultState(memoryLocalStore(device.records))

async function agree(...devices: readonly Device[]): Promise<boolean> {
  const states = await Promise.all(devices.map(stateOf))
  const newest = states.map(state => state.at(-1)?.secret)
  return newest.every(secret => secret !== undefined && secret === newest[0])
}

test("V14 V15 V16 registration makes the first generation, and a device that comes in makes the next, which both open", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  expect(await stateOf(ana)).toMatchObject([{ standing: "checked" }])
  const tablet = await world.second(ana, "tablet")
  await world.until(() => agree(ana, tablet))
  const [first, second] = await stateOf(ana)
  expect(second).toMatchObject({ standing: "checked" })
  // The way back gives the device that came later the generation before it.
  expect(await stateOf(tablet)).toEqual([first, second] as never)
})

/** A server that does what a thief asks: stores under the newest generation whatever it is handed. */
async function smuggle(world: ClientWorld, account: string, entry: Awaited<ReturnType<typeof selfEntryBy>>) {
  const author = Uint8Array.from(Buffer.from(account, "base64url"))
  const { conversation, body, epoch, sendId } = entry
  const stored = { conversation, type: kinds.message, body, author, incarnation: 0, epoch }
  unwrap(
    await world.store.conversations.append({
      ...stored,
      sendKey: concat(sendId, sendId),
      at: world.clock.now(),
    }),
  )
}

async function smuggleHeader(
  world: ClientWorld,
  account: string,
  conversation: Uint8Array,
  header: Uint8Array,
  generation: number,
) {
  const author = Uint8Array.from(Buffer.from(account, "base64url"))
  const state = { kind: "whole", body: new Uint8Array() } as const
  const next = { incarnation: 0, epoch: generation, state, groupInfo: new Uint8Array() }
  unwrap(
    await world.store.conversations.append({
      conversation,
      type: kinds.vault,
      body: header,
      author,
      sendKey: undefined,
      at: world.clock.now(),
      incarnation: 0,
      epoch: generation - 1,
      next: { ...next, members: [author], welcomes: [] },
    }),
  )
}

const isAppendVault = (frame: Uint8Array): boolean => Buffer.from(frame).includes("AppendVault")

test("V15 V17 a stolen device that was taken out changes nothing and reads nothing, whatever the server stores for it", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  await world.until(() => agree(ana, tablet))
  const me = await ana.client.me()
  const stolen = (await tablet.client.me())?.device ?? ""
  const setting = registerKey("setting", toUtf8("theme"))
  const entry = await selfEntryBy(world.ports(tablet), [
    { key: setting, lamport: 99, value: toUtf8("thief") },
  ])
  const { header, generation } = await world.run(preparedBy(world.ports(tablet)))
  await world.run(tablet.client.close())
  // The server keeps the owner's next header back.
  ana.link.outgoing = frame => (isAppendVault(frame) ? undefined : frame)
  unwrap(await world.run(ana.client.removeDevice(stolen)))
  await smuggle(world, me?.account ?? "", entry)
  await smuggleHeader(world, me?.account ?? "", entry.conversation, header, generation)
  ana.link.outgoing = frame => frame
  ana.breakLink()
  await world.until(async () => (await stateOf(ana)).length === generation + 1)
  await world.rest(ana)
  expect(await ana.client.setting("theme")).toBeUndefined()
  const states = await stateOf(ana)
  const known = new Set((await stateOf(tablet)).map(({ secret }) => secret))
  expect(known.has(states.at(-1)?.secret)).toBe(false)
  unwrap(await world.run(ana.client.setSetting("theme", "dove")))
  expect(await ana.client.setting("theme")).toBe("dove")
})

test("V18 what is written on one device is on the other", async () => {
  const world = clientWorld()
  const ana = await world.join("ana")
  const tablet = await world.second(ana, "tablet")
  await world.until(() => agree(ana, tablet))
  const group = unwrap(await world.run(ana.client.createGroup("Jardin", []))).conversation
  const draft = { id: "A".repeat(22), text: "à moitié", replyTo: undefined, part: undefined }
  unwrap(await world.run(ana.client.setDraft(group, draft)))
  unwrap(await world.run(ana.client.setFolder({ title: "Famille", conversations: [group] })))
  unwrap(await world.run(ana.client.setChatMarks(group, { mutedUntil: 5, pinned: 2, archived: true })))
  await world.until(async () => (await tablet.client.draft(group)) !== undefined)
  expect(await tablet.client.draft(group)).toEqual(draft)
  expect(await tablet.client.folders()).toMatchObject([{ title: "Famille", conversations: [group] }])
  expect(await tablet.client.chatMarks(group)).toEqual({ mutedUntil: 5, pinned: 2, archived: true })
})
