import type { Linking, LinkScope } from "@colombe/client"
import type { Device } from "../device.ts"
import type { Person } from "../person.ts"
import { type Actor, type Scene, serverAddress } from "../scene.ts"

/** Of one account, in a world: more cost time and show nothing new. */
const devicesMax = 3

/** Another device of theirs comes in, by what the two show each other. */
export function link(world: Scene, { person, device: old }: Actor): void {
  if (person.inAccount.length >= devicesMax) return
  const device = person.newDevice()
  const scope: LinkScope = world.random.chance(0.2) ? "from-now" : "all"
  const way = world.random.chance(0.5) ? "qr" : "typed"
  void device.start().then(() => {
    introduce(world, device, old, way, scope)
    showCode(device)
  })
}

function showCode(device: Device): void {
  device.call(
    "shows a code",
    client => client.startLinking({ server: serverAddress, name: device.name }),
    // A linking that was cut half-way is finished by asking again.
    result => {
      if (result.ok && device.standing === "new") void device.belong()
    },
  )
}

/** What a person does who holds both: agrees to what each shows. A crash of either ends it. */
function introduce(world: Scene, device: Device, old: Device, way: "qr" | "typed", scope: LinkScope): void {
  let digits: string | undefined
  let asked = false
  const onNew = (linking: Linking): void => {
    if (linking.at === "showing" && !asked) {
      asked = true
      if (scope === "from-now") device.readsFrom = world.now
      const code = linking[way]
      old.call(`takes in ${device.name}`, client => client.acceptLink(code, { scope }))
    }
    if (linking.at === "showing-digits") digits = linking.digits
    if (linking.at === "asking-account") device.call("is theirs", client => client.confirmAccount(true))
    if (linking.at === "linked") void device.belong()
  }
  const onOld = (linking: Linking): void => {
    if (linking.at === "asking-device") old.call("sees it", client => client.confirmDevice(true))
    const seen = digits
    if (linking.at === "asking-digits" && seen !== undefined)
      old.call("compares", client => client.confirmDigits(seen))
  }
  const stop = old.client?.watch(notice => {
    if (notice.type === "linking") onOld(notice.linking)
  })
  device.client?.watch(notice => {
    if (notice.type !== "linking") return
    onNew(notice.linking)
    if (notice.linking.at === "showing-digits") void old.client?.linking().then(onOld)
    if (notice.linking.at === "linked" || notice.linking.at === "ended") stop?.()
  })
}

/** When all is healed: what was cut half-way is finished or given up. */
export function endLinking(device: Device): void {
  if (device.standing !== "new" || device.unfinished !== undefined) return
  device.call(
    "asks whether it came in",
    client => client.startLinking({ server: serverAddress, name: device.name }),
    () => {
      void device.belong().then(() => {
        if (device.standing === "new") device.lose()
      })
    },
  )
}

/** One of theirs takes another one, or itself, out of the account. */
export function unlink(world: Scene, { person, device: by }: Actor): void {
  const target = world.random.pick(person.inAccount)
  if (target !== undefined && person.inAccount.length > 1) takeOut(world, person, by, target)
}

function takeOut(world: Scene, person: Person, by: Device, target: Device): void {
  const { id } = target
  if (id === undefined) return
  by.call(
    `takes out ${target.name}`,
    client => client.removeDevice(id, { lost: target.standing === "gone" }),
    result => {
      if (result.ok) world.oracle.deviceRemoved(target.name, by.name, world.now)
      if (result.ok && target.standing === "in") target.standing = "out"
      comeBack(world, person)
    },
  )
}

/** A device is lost with all that was on it; another one takes it out, or the words bring the account back. */
export function loseDevice(world: Scene, { person, device }: Actor): void {
  if (person.words === undefined && person.inAccount.length === 1) return
  device.lose()
  world.later(async () => {
    const by = person.devices.find(({ isAble }) => isAble)
    if (by === undefined) comeBack(world, person)
    else takeOut(world, person, by, device)
  })
}

/** Whoever has no device left takes their words out of the drawer. */
function comeBack(world: Scene, person: Person): void {
  if (person.inAccount.length === 0) recoverBy(world, person, false)
}

/** With the words, though there are devices. */
export function recover(world: Scene, { person }: Actor): void {
  if (person.inAccount.length < devicesMax) recoverBy(world, person, world.random.chance(0.5))
}

function recoverBy(world: Scene, person: Person, keepDevices: boolean): void {
  const { words, name } = person
  if (words === undefined || person.devices.some(({ unfinished }) => unfinished !== undefined)) return
  const device = person.newDevice()
  const request = { handle: name, server: serverAddress, words, keepDevices }
  device.unfinished = () =>
    device.call(
      "comes back by its words",
      client => client.recover(request),
      async result => {
        if (!result.ok) return world.later(async () => device.unfinished?.())
        device.unfinished = undefined
        await device.belong()
        if (!keepDevices) onlyThisOne(world, person, device)
      },
    )
  void device.start()
}

function onlyThisOne(world: Scene, person: Person, device: Device): void {
  for (const other of person.devices) {
    if (other === device || other.id === undefined) continue
    world.oracle.deviceRemoved(other.name, device.name, world.now)
    if (other.standing === "in") other.standing = "out"
  }
}
