import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import { blobBytesMax } from "@colombe/wire"
import { testWorld } from "../testing/world.ts"
import { ticketMilliseconds } from "./tickets.ts"

const photo = new Uint8Array(32).fill(7)
const bytes = toUtf8("sealed bytes")

async function uploading(limits = {}) {
  const world = testWorld({ limits })
  const [ana, bob] = [await world.enrol("ana"), await world.enrol("bob")]
  const client = await world.signIn(ana)
  const open = (change: object = {}) =>
    client.call("openBlob", { blob: photo, size: BigInt(bytes.length), ...change })
  return { world, client, atBob: await world.signIn(bob), open, blobs: world.server.blobs }
}

test("F7, F8 what was uploaded with a ticket is fetched with another, in ranges", async () => {
  const { atBob, open, blobs } = await uploading()
  const { ticket, length } = unwrap(await open())
  expect(length).toBe(0n)
  unwrap(await blobs.append(photo, ticket, 0, bytes.slice(0, 5)))
  expect(await atBob.call("fetchBlob", { blob: photo })).toMatchObject({ code: "blob-unknown" })
  expect(unwrap(await blobs.uploaded(photo, ticket)).length).toBe(5)
  expect(unwrap(await open()).length).toBe(5n)
  unwrap(await blobs.append(photo, ticket, 5, bytes.slice(5)))
  const fetching = unwrap(await atBob.call("fetchBlob", { blob: photo }))
  expect(fetching.size).toBe(BigInt(bytes.length))
  expect(unwrap(await blobs.read(photo, fetching.ticket, 3, 9))).toEqual({
    bytes: bytes.slice(3, 9),
    size: bytes.length,
  })
})

test("F7 a ticket is good for its right, its blob and an hour, and for nothing else", async () => {
  const { world, client, open, blobs } = await uploading()
  const upload = unwrap(await open()).ticket
  unwrap(await blobs.append(photo, upload, 0, bytes))
  const fetching = unwrap(await client.call("fetchBlob", { blob: photo })).ticket
  const other = new Uint8Array(32).fill(8)
  const later = upload.map((byte, at) => (at === 7 ? byte + 1 : byte))
  const refused = { code: "ticket-refused" }
  expect(await blobs.read(photo, upload, 0, 5)).toMatchObject(refused)
  expect(await blobs.uploaded(photo, fetching)).toMatchObject(refused)
  expect(await blobs.append(photo, fetching, bytes.length, bytes)).toMatchObject(refused)
  expect(await blobs.read(other, fetching, 0, 5)).toMatchObject(refused)
  for (const ticket of [later, upload.slice(1), new Uint8Array(), new Uint8Array(40)])
    expect(await blobs.uploaded(photo, ticket)).toMatchObject(refused)
  world.clock.pass(ticketMilliseconds)
  expect(await blobs.read(photo, fetching, 0, 5)).toMatchObject(refused)
})

test("F7 another server process knows no ticket of this one", async () => {
  const { open } = await uploading()
  const second = await uploading()
  unwrap(await second.open())
  expect(await second.blobs.uploaded(photo, unwrap(await open()).ticket)).toMatchObject({
    code: "ticket-refused",
  })
})

test("F7, F9 sizes, names, quotas and rates that are not granted", async () => {
  const { open, client, atBob } = await uploading({ blobQuotaBytes: 100, blobs: { burst: 9, perSecond: 1 } })
  expect(await open({ size: 0n })).toMatchObject({ code: "request-invalid" })
  expect(await open({ size: 2n ** 60n })).toMatchObject({ code: "request-invalid" })
  expect(await open({ blob: photo.slice(1) })).toMatchObject({ code: "request-invalid" })
  expect(await open({ size: BigInt(blobBytesMax + 1) })).toMatchObject({ code: "blob-too-large" })
  expect(await open({ size: 101n })).toMatchObject({ code: "quota-reached" })
  unwrap(await open())
  const bobs = { blob: photo, size: BigInt(bytes.length) }
  expect(await atBob.call("openBlob", bobs)).toMatchObject({ code: "blob-exists" })
  expect(await client.call("fetchBlob", { blob: photo.slice(1) })).toMatchObject({ code: "request-invalid" })
  for (let calls = 0; calls < 7; calls++) unwrap(await open())
  expect(await open()).toMatchObject({ code: "rate-limited" })
})

test("F8 an offset that is not the length so far is refused, and so is more than the size", async () => {
  const { open, blobs } = await uploading()
  const { ticket } = unwrap(await open())
  unwrap(await blobs.append(photo, ticket, 0, bytes.slice(0, 5)))
  for (const offset of [0, 4, 6])
    expect(await blobs.append(photo, ticket, offset, bytes.slice(5))).toMatchObject({ code: "blob-offset" })
  expect(await blobs.append(photo, ticket, 5, bytes)).toMatchObject({ code: "blob-offset" })
})

test("F9 a file that no message names is removed after seven days", async () => {
  const { world, open } = await uploading()
  unwrap(await open())
  const day = 24 * 3_600_000
  for (let days = 0; days < 7; days++) {
    expect(await world.store.blobs.get(photo)).toBeDefined()
    world.clock.pass(day)
    await world.server.settled()
  }
  world.clock.pass(2 * 3_600_000)
  await world.server.settled()
  expect(await world.store.blobs.get(photo)).toBeUndefined()
})
