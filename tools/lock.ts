import { join } from "node:path"
import { root } from "./command.ts"
import { missingPlatforms } from "./lock-platforms.ts"

/** Adds what npm left out of the lock file; run it after `npm install` has changed the file. */
const file = Bun.file(join(root, "package-lock.json"))
const lock = await file.json()
const missing = missingPlatforms(lock)
const entries = [
  ...Object.entries(lock.packages),
  ...missing.map(({ path, entry }) => [path, entry] as const),
].sort(([left], [right]) => left.localeCompare(right, "en"))
await file.write(`${JSON.stringify({ ...lock, packages: Object.fromEntries(entries) }, null, 2)}\n`)
console.log(`${missing.length} entries added`)
