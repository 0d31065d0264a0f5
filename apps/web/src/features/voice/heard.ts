import { signal } from "@preact/signals"
import { slot } from "../../state/accounts.ts"
import { keep, readKept } from "../../state/kept.ts"

const keptName = `colombe.heard${slot}`
/** Files that are remembered; what was heard long before them shows no mark either, being read. */
const heardMax = 500

/** Voice notes that were played on this device, by the random name of their file. */
const heard = signal<readonly string[]>((readKept(keptName) ?? "").split(" ").filter(name => name !== ""))

export const wasHeard = (file: string): boolean => heard.value.includes(file)

export function noteHeard(file: string): void {
  if (heard.peek().includes(file)) return
  heard.value = [...heard.peek(), file].slice(-heardMax)
  keep(keptName, heard.peek().join(" "))
}
