import { type Bytes, equal } from "@colombe/base"
import { mutate } from "@colombe/base/testing"
import { decodeCall, type MethodKey, methodKeyOf } from "@colombe/wire"
import { seededRandom } from "./random.ts"
import { World } from "./world.ts"

export interface FuzzOptions {
  readonly seed: string
  readonly acts: number
  /** Who gets frames that are not what was sent: the server, of an insider with a valid session, or the clients. */
  readonly towards: "client" | "server"
}

export interface Fuzzed {
  /** Frames that were changed. */
  readonly frames: number
  /** Methods that the clients called. */
  readonly methods: ReadonlySet<MethodKey>
}

/** How probable it is that a frame is changed. */
const changes = 0.15
/** Frames of the same direction that pieces are taken from. */
const keptMax = 64

/**
 * The traffic of whole clients, changed on its way: every method that the SDK calls, every answer and event. Refusals,
 * lost connections and conversations that stop are right; a program that fails inside, an entry stored against a rule,
 * and something shown that nobody said are not.
 */
export async function runFuzz({ seed, acts, towards }: FuzzOptions): Promise<Fuzzed> {
  const world = new World({ seed })
  const random = seededRandom(`fuzz ${seed}`)
  await world.begin()
  const kept: Bytes[] = []
  const methods = new Set<MethodKey>()
  let frames = 0
  world.network.mangle = (direction, frame) => {
    if (direction === "server") note(methods, frame)
    if (direction !== towards) return frame
    kept.push(frame.slice())
    if (kept.length > keptMax) kept.shift()
    if (!random.chance(changes)) return frame
    const other = random.pick(kept) ?? frame
    const mangled = mutate(frame, other, random)
    if (!equal(mangled, frame)) frames += 1
    return mangled
  }
  for (let count = 0; count < acts; count++) {
    await world.act()
    world.check()
  }
  await world.heal()
  world.check()
  world.log.checkPlaintext()
  await world.checkShown()
  return { frames, methods }
}

function note(methods: Set<MethodKey>, frame: Bytes): void {
  const call = decodeCall(frame)
  const key = call.ok ? methodKeyOf(call.value.method) : undefined
  if (key !== undefined) methods.add(key)
}
