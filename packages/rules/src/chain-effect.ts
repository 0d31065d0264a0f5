import { type Bytes, type Codec, decode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import { deviceIdOf } from "./account.ts"
import type { ActiveDevice, ChainState } from "./chain.ts"
import type { ChainCode } from "./chain-codes.ts"
import type { Position } from "./ids.ts"
import { isDeviceEntry, isRecoveryKeys, isScope } from "./key-rules.ts"
import { linkDevicesMax } from "./limits.ts"
import {
  addBody,
  closeBody,
  type DeviceEntry,
  genesisBody,
  type LinkContent,
  linkTypes,
  moveBody,
  removeBody,
  resetBody,
  scopeBody,
} from "./link.ts"

/** A link in its place: the state before it, what it says, and its own position, whose account is set. */
export interface Placed {
  readonly crypto: Pick<Crypto, "hash">
  readonly before: ChainState
  readonly content: LinkContent
  readonly at: Position
}

/** The state after a link, and the devices that come in by it and must countersign, in the order it names them. */
export interface Effect {
  readonly state: ChainState
  /** Undefined for an unknown type: nobody can tell what its countersignatures mean. */
  readonly entering: readonly ActiveDevice[] | undefined
}

/** What a link does. Who may sign it is another matter (`chain-signer.ts`). */
export function effectOf(placed: Placed): Result<Effect, ChainCode> {
  switch (placed.content.type) {
    case linkTypes.add:
      return add(placed)
    case linkTypes.remove:
      return remove(placed)
    case linkTypes.scope:
      return changeScope(placed)
    case linkTypes.reset:
      return reset(placed)
    case linkTypes.move:
      return move(placed)
    case linkTypes.close:
      return close(placed)
    case linkTypes.genesis:
      return fail("link-out-of-place")
    default:
      return succeed(unknown(placed))
  }
}

function body<Value>(codec: Codec<Value>, bytes: Bytes): Result<Value, ChainCode> {
  const decoded = decode(codec, bytes)
  return decoded.ok ? decoded : fail("link-malformed", "never", decoded)
}

function entered({ crypto, content, at }: Omit<Placed, "before">, entry: DeviceEntry): ActiveDevice {
  return { id: deviceIdOf(crypto, content.account, entry.dsk), ...entry, added: at }
}

/** Genesis has no state before it; its account is its own hash, filled in by the caller. */
export function genesisEffect(placed: Omit<Placed, "before">): Result<Effect, ChainCode> {
  const said = body(genesisBody, placed.content.body)
  if (!said.ok) return said
  const { recovery, first } = said.value
  if (!isRecoveryKeys(recovery) || !isDeviceEntry(first) || first.kind !== "device")
    return fail("link-malformed")
  const device = entered(placed, first)
  return succeed({
    state: { status: "open", recovery, devices: [device], removed: [], host: undefined },
    entering: [device],
  })
}

const known = ({ devices, removed }: ChainState, id: Bytes): boolean =>
  [...devices, ...removed].some(one => equal(one.id, id))

function add(placed: Placed): Result<Effect, ChainCode> {
  const said = body(addBody, placed.content.body)
  if (!said.ok) return said
  if (!isDeviceEntry(said.value.device)) return fail("link-malformed")
  const device = entered(placed, said.value.device)
  if (known(placed.before, device.id)) return fail("device-returns")
  const devices = [...placed.before.devices, device]
  return succeed({ state: { ...placed.before, devices }, entering: [device] })
}

function remove({ before, content, at }: Placed): Result<Effect, ChainCode> {
  const said = body(removeBody, content.body)
  if (!said.ok) return said
  const gone = before.devices.find(({ id }) => equal(id, said.value.device))
  if (gone === undefined) return fail("device-not-active")
  const { lostSinceMs } = said.value
  const removed = [...before.removed, { id: gone.id, dsk: gone.dsk, removed: at, lostSinceMs }]
  const devices = before.devices.filter(one => one !== gone)
  return succeed({ state: { ...before, devices, removed }, entering: [] })
}

function changeScope({ before, content }: Placed): Result<Effect, ChainCode> {
  const said = body(scopeBody, content.body)
  if (!said.ok) return said
  const { device, scope } = said.value
  if (!isScope(scope)) return fail("link-malformed")
  if (!before.devices.some(({ id }) => equal(id, device))) return fail("device-not-active")
  const devices = before.devices.map(one => (equal(one.id, device) ? { ...one, scope } : one))
  return succeed({ state: { ...before, devices }, entering: [] })
}

/** The whole device set, stated anew: who stays active keeps its kind and key, who is left out is removed. */
function reset(placed: Placed): Result<Effect, ChainCode> {
  const said = body(resetBody, placed.content.body)
  if (!said.ok) return said
  const { before, at } = placed
  const { recovery, devices: entries } = said.value
  if (!isRecoveryKeys(recovery) || !entries.every(isDeviceEntry) || entries.length > linkDevicesMax)
    return fail("link-malformed")
  const devices: ActiveDevice[] = []
  const entering: ActiveDevice[] = []
  for (const entry of entries) {
    const device = entered(placed, entry)
    if (devices.some(({ id }) => equal(id, device.id))) return fail("device-twice")
    const stays = before.devices.find(({ id }) => equal(id, device.id))
    if (stays === undefined && known(before, device.id)) return fail("device-returns")
    if (stays !== undefined && !sameKind(stays, device)) return fail("device-changed")
    if (stays === undefined) entering.push(device)
    devices.push(stays === undefined ? device : { ...stays, scope: device.scope })
  }
  const removed = [...before.removed]
  for (const { id, dsk } of before.devices)
    if (!devices.some(one => equal(one.id, id))) removed.push({ id, dsk, removed: at, lostSinceMs: 0 })
  return succeed({ state: { ...before, recovery, devices, removed }, entering })
}

function sameKind(left: ActiveDevice, right: ActiveDevice): boolean {
  if (left.kind !== right.kind) return false
  if (left.seal === undefined || right.seal === undefined) return left.seal === right.seal
  return equal(left.seal.bytes, right.seal.bytes)
}

function move({ before, content }: Placed): Result<Effect, ChainCode> {
  const said = body(moveBody, content.body)
  return said.ok ? succeed({ state: { ...before, host: said.value.host }, entering: [] }) : said
}

function close({ before, content, at }: Placed): Result<Effect, ChainCode> {
  const said = body(closeBody, content.body)
  if (!said.ok) return said
  const gone = before.devices.map(({ id, dsk }) => ({ id, dsk, removed: at, lostSinceMs: 0 }))
  const removed = [...before.removed, ...gone]
  return succeed({ state: { ...before, status: "closed", devices: [], removed }, entering: [] })
}

function unknown({ before, content }: Placed): Effect {
  const state: ChainState = content.critical === 1 ? { ...before, status: "update-needed" } : before
  return { state, entering: undefined }
}
