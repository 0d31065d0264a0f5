import { unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { conversation, newEntry, openEntry, range, seqKey } from "@colombe/store/testing"
import { openSqliteStore } from "../open.ts"

/** A process that appends until it is killed, and prints a line `room number seq` for each answer it got. */
const [folder = "", rooms = "4", width = "64"] = process.argv.slice(2)
const store = unwrap(await openSqliteStore(folder, { crypto: platformCrypto(globalThis.crypto) }))
const names = range(Number(rooms)).map(room => `room ${room}`)
for (const name of names) {
  const head = await store.conversations.head(conversation(name))
  if (!head) unwrap(await store.conversations.open(openEntry({ conversation: conversation(name) })))
}

let next = 0
const appendForEver = async (): Promise<never> => {
  for (;;) {
    const number = next++
    const name = names[number % names.length] ?? ""
    const entry = newEntry(`text ${number}`, {
      conversation: conversation(name),
      sendKey: seqKey(`${process.pid}`, number),
    })
    const { seq } = unwrap(await store.conversations.append(entry))
    process.stdout.write(`${name.slice(5)} ${number} ${seq}\n`)
  }
}
await Promise.all(range(Number(width)).map(appendForEver))
