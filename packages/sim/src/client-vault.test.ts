import { expect, setDefaultTimeout, test } from "bun:test"
import { memoryLocalStore } from "@colombe/client"
import { vaultState } from "@colombe/client/testing"
import { clientWorld, type Device } from "./testing/client-world.ts"

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
