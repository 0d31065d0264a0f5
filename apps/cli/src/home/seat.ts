import { type Failure, fail, type Result, succeed } from "@colombe/base"
import type { Client, Notice } from "@colombe/client"
import { type Channel, connectRemote, type Message } from "@colombe/client/remote"
import { type HomePlace, Owner } from "./owner.ts"
import { type VisitEvents, visitHome } from "./visitor.ts"

/** The SDK as a command has it, whichever process has the home: all but what ends it for everybody. */
export type HomeClient = Omit<Client, "close" | "stop">

/** This process's place at a home. */
export interface Seat {
  readonly client: HomeClient
  /** Resolves where the home can be used no longer, however often it is tried. */
  readonly lost: Promise<Failure>
  leave(): Promise<void>
}

/** Milliseconds between two tries where a process has the lock and does not answer, and all in all. */
const retryMilliseconds = 50
const patienceMilliseconds = 30_000

/** Who speaks on a channel matters where several share one; here each has one alone. */
const tab = "terminal"

/**
 * Opens the home, or comes to whoever has it open. When they end, one of those who are here takes over, spec HO6 to
 * HO8: `client` goes on as if nothing had been.
 */
export async function takeSeat(place: HomePlace): Promise<Result<Seat>> {
  const lost = Promise.withResolvers<Failure>()
  const listeners = new Set<(event: { readonly data: Message }) => void>()
  let post: (message: Message) => void = () => {}
  let rise: () => Promise<void> = async () => {}
  let isLeft = false
  const tell = (data: Message): void => {
    for (const listener of listeners) listener({ data })
  }
  const { client, ownerGone } = clientOver({
    postMessage: message => post(message),
    addEventListener: (_, listener) => listeners.add(listener),
  })
  const own = (owner: Owner): void => {
    rise = () => owner.leave()
    owner.admit({
      postMessage: tell,
      addEventListener: (_, listener) => {
        post = data => listener({ data })
      },
    })
  }
  const visit: VisitEvents = {
    told: tell,
    came(line) {
      post = message => line.send(message)
      rise = async () => line.close()
    },
    closed(code) {
      if (isLeft) return
      post = () => {}
      ownerGone()
      if (code !== undefined) lost.resolve(fail(code))
      else void sit(place, own, visit).then(seated => (seated.ok ? undefined : lost.resolve(seated)))
    },
  }
  const seated = await sit(place, own, visit)
  if (!seated.ok) return seated
  return succeed({
    client,
    lost: lost.promise,
    leave() {
      isLeft = true
      return rise()
    },
  })
}

/** Owns the home, or visits whoever does; where that is being decided, as soon as it is. */
async function sit(place: HomePlace, own: (owner: Owner) => void, visit: VisitEvents): Promise<Result<void>> {
  const until = Date.now() + patienceMilliseconds
  for (;;) {
    const owner = await Owner.open(place)
    if (owner.ok) return succeed(own(owner.value))
    if (owner.code !== "home-busy") return owner
    const visited = await visitHome(place.folder, visit)
    if (visited.ok || visited.code !== "home-busy" || Date.now() > until) return visited
    await new Promise(resolve => setTimeout(resolve, retryMilliseconds))
  }
}

/** The calls, over whatever the channel leads to now. */
function clientOver(channel: Channel): { readonly client: HomeClient; readonly ownerGone: () => void } {
  const watchers = new Set<(notice: Notice) => void>()
  const tell = (notice: Notice): void => {
    for (const watcher of [...watchers]) watcher(notice)
  }
  let isStarted = false
  let isGone = false
  const remote = connectRemote(channel, tab, ({ at }) => {
    if (at !== "ready") return
    // What was asked of the owner before holds for the next one.
    if (isStarted) void remote.client.start()
    if (!isGone) return
    isGone = false
    // Whatever was missed meanwhile: views ask again. The linking of a device lived in the owner's memory.
    tell({ type: "conversations" })
    tell({ type: "linking", linking: { at: "ended", code: "interrupted" } })
  })
  remote.watch(tell)
  return {
    client: {
      ...remote.client,
      start() {
        isStarted = true
        return remote.client.start()
      },
      watch(watcher) {
        watchers.add(watcher)
        return () => void watchers.delete(watcher)
      },
    },
    ownerGone() {
      isGone = true
      remote.leaderGone()
    },
  }
}
