import { expect, test } from "bun:test"
import { unwrap } from "@colombe/base"
import { crypto, start, testWorld } from "@colombe/server/testing"
import { enrolled, keyPackageBytes, makeKeyPackage, member, publish } from "./testing/member.ts"

const seconds = start / 1000
const from = (notBefore: number, notAfter: number) => ({
  notBefore: BigInt(notBefore),
  notAfter: BigInt(notAfter),
})

test("D16 packages of one's own are taken, and signing in says what is left", async () => {
  const world = testWorld()
  const ana = await enrolled(world, "ana")
  await publish(ana, 2)
  const client = await world.greet()
  client.close()
  const again = await member(world, ana.who)
  expect(unwrap(await again.client.call("publishKeyPackages", {})).left).toBe(2)
})

test("D16 another's package, a wrong use, a lifetime that is over, not begun or too long, and garbage are refused", async () => {
  const world = testWorld()
  const [ana, eve] = [await enrolled(world, "ana"), await enrolled(world, "eve")]
  const own = keyPackageBytes(await makeKeyPackage(ana))
  const day = 86_400
  const lifetimes = [
    from(seconds - 9, seconds),
    from(seconds + 2 * day, seconds + 3 * day),
    from(seconds, seconds + 200 * day),
  ]
  const flipped = own.slice()
  flipped[40] = (flipped[40] ?? 0) ^ 1
  const refused = [
    keyPackageBytes(await makeKeyPackage(eve)),
    keyPackageBytes(await makeKeyPackage({ ...eve, who: ana.who })),
    keyPackageBytes(await makeKeyPackage(ana, true)),
    ...(await Promise.all(lifetimes.map(valid => makeKeyPackage(ana, false, valid)))).map(keyPackageBytes),
    flipped,
    crypto.random(2_000),
    new Uint8Array(8 * 1024 + 1),
    new Uint8Array(),
  ]
  for (const one of refused)
    expect(await ana.client.call("publishKeyPackages", { oneTime: [own, one] })).toMatchObject({
      code: "key-package-invalid",
    })
  expect(await ana.client.call("publishKeyPackages", { oneTime: [own, own] })).toMatchObject({
    code: "key-package-invalid",
  })
  expect(await ana.client.call("publishKeyPackages", { lastResort: own })).toMatchObject({
    code: "key-package-invalid",
  })
  expect(unwrap(await ana.client.call("publishKeyPackages", { oneTime: [own] })).left).toBe(1)
})

test("D16 a device keeps 50 one-time packages and no more", async () => {
  const ana = await enrolled(testWorld(), "ana")
  await publish(ana, 50)
  const oneTime = [keyPackageBytes(await makeKeyPackage(ana))]
  expect(await ana.client.call("publishKeyPackages", { oneTime })).toMatchObject({
    code: "too-many-key-packages",
  })
})
