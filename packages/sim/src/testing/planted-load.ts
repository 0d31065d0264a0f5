import { readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { plugin } from "bun"
import { plantedFaults } from "./planted-faults.ts"

/**
 * Loaded before anything else, plants the fault of that number in the code as it is read; the code on the disk stays as
 * it is, and has no place where a fault could be let in.
 */
const fault = plantedFaults[Number(process.env.PLANTED_FAULT)]
if (fault === undefined) throw new Error("PLANTED_FAULT is the number of a fault")
const { file, from, to } = fault
const path = join(resolve(import.meta.dirname, "../../../.."), file)
const parts = readFileSync(path, "utf8").split(from)
if (parts.length !== 2) throw new Error(`${file} has the place of the fault once: ${from}`)

plugin({
  name: "planted fault",
  setup(build) {
    const escaped = path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
    build.onLoad({ filter: new RegExp(`^${escaped}$`) }, () => ({ contents: parts.join(to), loader: "ts" }))
  },
})
