import { toHex } from "@colombe/base"
import { root } from "../command.ts"
import type { StormPlan } from "./storm-clients.ts"
import type { WireAccount } from "./wire-account.ts"

export interface Crowds {
  readonly processes: number
  /** Every process lets its connections go and comes back, now; resolves when the last one follows again. */
  comeBack(): Promise<void>
  stop(): void
}

const processes = 4

/** So many connections, in some processes, signed in and following; each has its share of the accounts. */
export async function startCrowds(
  server: string,
  accounts: readonly WireAccount[],
  connections: number,
): Promise<Crowds> {
  const children = await Promise.all(
    Array.from({ length: processes }, (_, index) => {
      const own = accounts.filter((_, number) => number % processes === index)
      const count = Math.floor((connections + index) / processes)
      return startCrowd({
        server,
        connections: count,
        accounts: own.map(({ account, key }) => ({ account: toHex(account), key: toHex(key) })),
      })
    }),
  )
  return {
    processes,
    async comeBack() {
      for (const { child } of children) child.send("come back")
      await Promise.all(children.map(({ next }) => next()))
    },
    stop() {
      for (const { child } of children) child.kill()
    },
  }
}

async function startCrowd(plan: StormPlan) {
  let waiting = Promise.withResolvers<unknown>()
  const child = Bun.spawn([process.execPath, "tools/bench/storm-clients.ts"], {
    cwd: root,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
    ipc: message => waiting.resolve(message),
    onExit: (_, code) => waiting.reject(new Error(`a process of the crowd ended with ${code}`)),
  })
  const next = async () => {
    await waiting.promise
    waiting = Promise.withResolvers()
    // Whoever is stopped ends, and nobody waits for it.
    waiting.promise.catch(() => {})
  }
  child.send(plan)
  await next()
  return { child, next }
}
