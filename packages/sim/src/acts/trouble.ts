import { fromBase64Url, type Milliseconds } from "@colombe/base"
import type { Device } from "../device.ts"
import type { Act, Actor, Scene } from "../scene.ts"

/** A clock may be so far behind before times in logs look wrong to it (spec S21), and so far ahead. */
const behindMax: Milliseconds = 9 * 60_000
const aheadMax: Milliseconds = 12 * 3_600_000

/** Any of somebody's programs, one that only comes in included. */
export function crash(world: Scene, { person }: Actor): void {
  const running = person.devices.filter(({ isRunning, standing }) => isRunning && standing !== "gone")
  const device = world.random.pick(running)
  if (device !== undefined) crashDevice(world, device)
}

function crashDevice(world: Scene, device: Device): void {
  device.crash()
  world.later(async () => {
    if (device.standing !== "gone" && !device.isRunning) await device.start()
  })
}

/** Something is done, and within `moments` the program that does it is gone: before its disk has it, or just after. */
export function thenCrash(act: Act, moments: Milliseconds): Act {
  return (world, actor) => {
    act(world, actor)
    world.soon(moments, () => {
      if (actor.device.isAble) crashDevice(world, actor.device)
    })
  }
}

/** The same with the server's program. */
export function thenCrashServer(act: Act, moments: Milliseconds): Act {
  return (world, actor) => {
    act(world, actor)
    world.soon(moments, () => crashServer(world))
  }
}

export function crashServer(world: Scene): void {
  if (!world.server.isRunning) return
  world.server.crash()
  world.later(async () => world.server.start())
}

/** What was kept a while ago is put back in place of what is there; the next such act keeps what is there now. */
export function restoreServer(world: Scene): void {
  if (!world.server.isRunning) return
  if (!world.server.restore()) {
    world.server.backUp()
    return
  }
  world.network.startAgain()
  world.log.startAgain()
  world.oracle.restored(said => world.log.has(said))
}

export function cutOff({ network, later }: Scene, { device: { name } }: Actor): void {
  if (network.isCutOff(name)) return
  network.cutOff(name)
  later(async () => network.reconnect(name))
}

export function breakLines({ network }: Scene, { device: { name } }: Actor): void {
  network.breakLines(name)
}

/** From now on the device's clock is wrong; at the next such act it is wrong otherwise. */
export function skewClock({ random }: Scene, { device }: Actor): void {
  device.ahead = random.between(-behindMax, random.chance(0.5) ? behindMax : aheadMax)
}

/** Somebody has claimed every key package of theirs but the last. */
export function exhaustKeyPackages({ server, people, random }: Scene): void {
  const person = random.pick(people)
  const ids = person?.devices.flatMap(({ id }) => (id === undefined ? [] : (fromBase64Url(id) ?? []))) ?? []
  server.exhaustKeyPackages(ids)
}
