import { parseArgs } from "node:util"
import { unwrap } from "@colombe/base"
import { cloneConversations, storeMessages } from "@colombe/client/testing"
import { openFileStore } from "../src/index.ts"
import { texts } from "./texts.ts"

/**
 * Fills the home of a real device, `--folder`, until it has `--messages`: its conversation with everything that belongs
 * to it becomes 200 of them, and messages are written as catching up writes them. Prints figures as JSON.
 */
const { values } = parseArgs({ options: { folder: { type: "string" }, messages: { type: "string" } } })
const wanted = Number(values.messages)
const conversations = 200
/** As many as one page of a pull, whose records are durable at once; and what a transfer of history could write. */
const pages = { pull: 128, bulk: 5_000 }
/** Written in pages of a pull, to be measured; the rest in large ones. */
const measured = Math.min(20_000, Math.floor(wanted / 4))
/** Milliseconds between two messages: about a million in four years. */
const pause = 120_000

const store = unwrap(await openFileStore(values.folder ?? "", new Uint8Array(32).fill(5)))
const places = await cloneConversations(store, conversations)
const text = texts()
const start = Date.now() - wanted * pause

async function fill(from: number, to: number, page: number): Promise<number> {
  const began = performance.now()
  for (let at = from; at < to; at += page)
    await storeMessages(
      store,
      Array.from({ length: Math.min(page, to - at) }, (_, offset) => {
        const number = at + offset
        const place = places[number % places.length] ?? places[0]
        if (place === undefined) throw new Error("the home has no conversation")
        const seq = place.seq + 1 + Math.floor(number / places.length)
        const { conversation, account } = place
        return { conversation, seq, atMs: start + number * pause, account, text: text(number) }
      }),
    )
  return ((to - from) / (performance.now() - began)) * 1000
}

const bulkPerSecond = await fill(0, wanted - measured, pages.bulk)
const pullPerSecond = await fill(wanted - measured, wanted, pages.pull)
await store.close()
console.log(JSON.stringify({ bulkPerSecond, pullPerSecond }))
