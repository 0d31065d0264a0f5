import { unwrap } from "@colombe/base"
import type { Linking, LinkScope } from "@colombe/client"
import type { ClientWorld, Device } from "./client-world.ts"

export const server = "http://localhost:4000"

export type LinkingAt<At extends Linking["at"]> = Extract<Linking, { readonly at: At }>

/** Lets time pass until linking stands there on this device; fails where it ended otherwise. */
export async function standing<At extends Linking["at"]>(
  world: ClientWorld,
  { client, name }: Device,
  at: At,
): Promise<LinkingAt<At>> {
  let last: Linking = { at: "idle" }
  await world.until(async () => {
    last = await client.linking()
    if (last.at === "ended" && at !== "ended") throw new Error(`${name} ended with ${last.code}`)
    return last.at === at
  })
  return last as LinkingAt<At>
}

/** A new home with its code on the screen. */
export async function showCode(
  world: ClientWorld,
  name: string,
): Promise<{ readonly device: Device; readonly codes: LinkingAt<"showing"> }> {
  const device = await world.newcomer(name)
  unwrap(await world.run(device.client.startLinking({ server, name })))
  return { device, codes: await standing(world, device, "showing") }
}

/** Up to the question on the new device whose account it is. */
export async function offerBy(
  world: ClientWorld,
  way: "qr" | "typed",
  old: Device,
  device: Device,
  scope: LinkScope = "all",
): Promise<LinkingAt<"asking-account">> {
  const codes = await standing(world, device, "showing")
  unwrap(await world.run(old.client.acceptLink(codes[way], { scope })))
  if (way === "qr") {
    await standing(world, old, "asking-device")
    unwrap(await world.run(old.client.confirmDevice(true)))
  } else {
    const { digits } = await standing(world, device, "showing-digits")
    await standing(world, old, "asking-digits")
    unwrap(await world.run(old.client.confirmDigits(digits)))
  }
  return standing(world, device, "asking-account")
}

/** The whole of it, with everybody agreeing. */
export async function linkDevice(
  world: ClientWorld,
  way: "qr" | "typed",
  old: Device,
  name: string,
  scope: LinkScope = "all",
): Promise<Device> {
  const { device } = await showCode(world, name)
  await offerBy(world, way, old, device, scope)
  unwrap(await world.run(device.client.confirmAccount(true)))
  await standing(world, device, "linked")
  await standing(world, old, "linked")
  await device.client.start()
  unwrap(await world.run(device.client.settle()))
  return device
}
