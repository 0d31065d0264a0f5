import { toUtf8, unwrap } from "@colombe/base"
import { openFileStore } from "../index.ts"

/** A process that writes until it is killed, and prints the number of each write that was answered. */
const [folder = ""] = process.argv.slice(2)
const store = unwrap(await openFileStore(folder, new Uint8Array(32).fill(7)))
for (let number = 0; ; number++) {
  const value = toUtf8(`${number}`)
  await store.write([
    { put: toUtf8(`a ${number % 50}`), value },
    { put: toUtf8(`b ${number % 50}`), value },
  ])
  process.stdout.write(`${number}\n`)
}
