import { expect, test } from "bun:test"
import { type AskedEpoch, type Asker, mayRelease } from "./release.ts"

const hour = 60 * 60 * 1000
const now = 1_700_000_000_000

/** One of everything that may differ, by name. */
const states = {
  leaf: ["leaf", "no leaf"],
  removal: ["none", "removed"],
  key: ["own", "vouched"],
  expiry: ["never", "later", "now", "past"],
  before: ["member", "stranger"],
  history: ["none", "all", "days reach", "days too few"],
  scope: ["all", "from before", "from within", "from after"],
  device: ["day old", "new", "new by recovery", "new, first of newcomer", "nearly a day old"],
} as const
type State = { readonly [Name in keyof typeof states]: (typeof states)[Name][number] }

/** The decision table, first line that fits: what is not named may be anything. */
const table: readonly (readonly [Partial<{ [Name in keyof State]: readonly State[Name][] }>, string])[] = [
  [{ leaf: ["no leaf"] }, "asker-no-leaf"],
  [{ removal: ["removed"] }, "asker-removed"],
  [{ key: ["vouched"] }, "key-only-vouched"],
  [{ expiry: ["now", "past"] }, "epoch-expired"],
  [{ before: ["stranger"], history: ["none", "days too few"] }, "history-forbids"],
  [{ scope: ["from within", "from after"] }, "scope-forbids"],
  [{ device: ["new", "nearly a day old"] }, "device-too-new"],
  [{}, "released"],
]

const first = now - 50 * 24 * hour
const last = now - 40 * 24 * hour

function askerOf({ leaf, removal, scope, device }: State): Asker {
  const froms = { all: 0, "from before": first - 1, "from within": first + 1, "from after": last + 1 }
  return {
    isLeaf: leaf === "leaf",
    isRemoved: removal === "removed",
    scope: { kind: scope === "all" ? "all" : "from", fromMs: froms[scope] },
    firstSeenMs:
      now - (device === "day old" ? 24 * hour : device === "nearly a day old" ? 24 * hour - 1 : hour),
    addedBy: device === "new by recovery" ? "recovery" : "device",
    isFirstOfNewcomer: device === "new, first of newcomer",
    cameInMs: now - 10 * 24 * hour,
  }
}

function epochOf({ key, expiry, before, history }: State): AskedEpoch {
  const expires = { never: undefined, later: now + 1, now, past: now - 1 }
  return {
    askerWasMember: before === "member",
    history: history === "none" || history === "all" ? history : "days",
    historyDays: history === "days reach" ? 30 : 29,
    firstEntryMs: first,
    lastEntryMs: last,
    expiresMs: expires[expiry],
    keyMayPassOn: key === "own",
  }
}

function allStates(): State[] {
  let all: Record<string, string>[] = [{}]
  for (const [name, values] of Object.entries(states))
    all = all.flatMap(state => values.map(value => ({ ...state, [name]: value })))
  return all as unknown as State[]
}

function expected(state: State): string {
  const line = table.find(([conditions]) =>
    Object.entries(conditions).every(([name, values]) =>
      (values as readonly string[]).includes(state[name as keyof State]),
    ),
  )
  return line?.[1] ?? "no line"
}

test("K10–K15 every state of device, removal, roster, policy, scope and time has the answer of the table", () => {
  const all = allStates()
  expect(all.length).toBe(2 * 2 * 2 * 4 * 2 * 4 * 4 * 5)
  const wrong = all.filter(state => {
    const released = mayRelease(askerOf(state), epochOf(state), now)
    return (released.ok ? "released" : released.code) !== expected(state)
  })
  expect(wrong).toEqual([])
})

test("K15 a phished device of a member who asks everybody for everything gets nothing for a day, by no policy", () => {
  const phished = allStates().filter(state => state.before === "member" && state.device === "new")
  expect(phished.some(state => mayRelease(askerOf(state), epochOf(state), now).ok)).toBe(false)
})
