import { type Bytes, equal, fromBase64Url, fromHex, toUtf8 } from "@colombe/base"
import type { LocalStore, RecordChange } from "@colombe/client"

/** Beside every table of the SDK, whose numbers are below. */
const worldKey = Uint8Array.of(255)
const everything = { from: Uint8Array.of(0), to: Uint8Array.of(255, 0), limit: 100_000 }

interface SeededHome {
  readonly world: string
  readonly records: Readonly<Record<string, string>>
}

/**
 * `npm run dev` alone: makes this browser the device of a person of the seeded world, unless it is that already. A
 * world that was made anew replaces what the browser had.
 */
export async function takeSeededHome(store: LocalStore): Promise<void> {
  const home = (await (await fetch("/dev-world.json")).json()) as SeededHome | null
  if (home === null) return
  const world = toUtf8(home.world)
  const known = await store.get(worldKey)
  if (known !== undefined && equal(known, world)) return
  const old: RecordChange[] = (await store.scan(everything)).map(({ key }) => ({ delete: key }))
  const seeded: RecordChange[] = Object.entries(home.records).map(([key, value]) => ({
    put: decoded(fromHex(key)),
    value: decoded(fromBase64Url(value)),
  }))
  await store.write([...old, ...seeded, { put: worldKey, value: world }])
}

function decoded(bytes: Bytes | undefined): Bytes {
  if (bytes === undefined) throw new Error("the seeded world is damaged: make it anew with --reset")
  return bytes
}
