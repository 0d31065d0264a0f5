import { spawnSync } from "node:child_process"
import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** The name that the guide and the files in deploy/ use. */
export const host = "chat.example.org"

export type Place = "server" | "people"

/** Two machines with a cable between them, as namespaces of this one: they see each other and nothing else. */
export interface Network {
  /** What a command becomes so that it runs there. */
  at(place: Place, command: readonly string[]): readonly string[]
  /** From now on the people's machine has this address, and no other. */
  move(number: number): void
  remove(): void
}

/** A link's name has 15 characters at most. */
const links: Readonly<Record<Place, string>> = { server: "colombe-serv", people: "colombe-ppl" }
const nameOf = (place: Place): string => `colombe-check-${place}`
const addressOf = (number: number): string => `10.77.0.${number}`
const serverNumber = 1
/** Files here are in the place of those in /etc, for whatever runs in the namespace of that name: ip-netns(8). */
const filesOf = (place: Place): string => join("/etc/netns", nameOf(place))

function ip(...args: readonly string[]): void {
  const { status, stderr } = spawnSync("ip", [...args], { encoding: "utf8" })
  if (status !== 0) throw new Error(`ip ${args.join(" ")}: ${stderr}`)
}

export const canMakeNetworks = (): boolean =>
  process.getuid?.() === 0 && spawnSync("ip", ["netns", "list"]).status === 0

export function makeNetwork(): Network {
  remove()
  for (const place of ["server", "people"] as const) ip("netns", "add", nameOf(place))
  const [server, people] = [nameOf("server"), nameOf("people")]
  ip("-n", server, "link", "add", links.server, "type", "veth", "peer", "name", links.people, "netns", people)
  for (const place of ["server", "people"] as const)
    for (const link of ["lo", links[place]]) ip("-n", nameOf(place), "link", "set", link, "up")
  ip("-n", server, "address", "add", `${addressOf(serverNumber)}/24`, "dev", links.server)
  mkdirSync(filesOf("people"), { recursive: true })
  writeFileSync(join(filesOf("people"), "hosts"), `127.0.0.1 localhost\n${addressOf(serverNumber)} ${host}\n`)
  return {
    at: (place, command) => ["ip", "netns", "exec", nameOf(place), ...command],
    move(number) {
      ip("-n", people, "address", "flush", "dev", links.people)
      ip("-n", people, "address", "add", `${addressOf(number)}/24`, "dev", links.people)
    },
    remove,
  }
}

/** Also what an earlier run left that was ended. */
function remove(): void {
  for (const place of ["server", "people"] as const) {
    spawnSync("ip", ["netns", "delete", nameOf(place)])
    rmSync(filesOf(place), { recursive: true, force: true })
  }
}
