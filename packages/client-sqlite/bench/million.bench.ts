import { parseArgs } from "node:util"
import { unwrap } from "@colombe/base"
import { cloneConversations, type StoredMessage, storeMessages } from "@colombe/client/testing"
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
/** Milliseconds between two lines on standard error. */
const sayEvery = 5_000
/** Milliseconds between two messages: about a million in four years. */
const pause = 120_000

const store = unwrap(await openFileStore(values.folder ?? "", new Uint8Array(32).fill(5)))
const places = await cloneConversations(store, conversations)
const text = texts()
const start = Date.now() - wanted * pause

/** Newest place of each chat. */
const heads = places.map(({ seq }) => seq)

/** The `number`th message: chats take turns, each with `run` messages. */
function messageAt(number: number, run: number): StoredMessage {
  const turn = Math.floor(number / run) % places.length
  const place = places[turn]
  if (place === undefined) throw new Error("the home has no conversation")
  const { conversation, account } = place
  const seq = (heads[turn] ?? 0) + 1
  heads[turn] = seq
  return { conversation, seq, atMs: start + number * pause, account, text: text(number) }
}

let filled = 0

async function fill(count: number, page: number, run: number): Promise<number> {
  const began = performance.now()
  let saidAt = began
  for (let at = 0; at < count; at += page) {
    const messages = Array.from({ length: Math.min(page, count - at) }, (_, offset) =>
      messageAt(filled + at + offset, run),
    )
    await storeMessages(store, messages)
    if (performance.now() - saidAt < sayEvery) continue
    saidAt = performance.now()
    console.error(`stored: ${(filled + at + page).toLocaleString("en")} of ${wanted.toLocaleString("en")}`)
  }
  filled += count
  return (count / (performance.now() - began)) * 1000
}

const bulkPerSecond = await fill(wanted - measured, pages.bulk, 1)
const pullPerSecond = await fill(measured, pages.pull, pages.pull)
await store.close()
console.log(JSON.stringify({ bulkPerSecond, pullPerSecond }))
