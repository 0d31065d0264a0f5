import { unwrap } from "@colombe/base"
import type { Client } from "@colombe/client"
import { openFileStore } from "@colombe/client-sqlite"
import { deviceOn } from "./device.ts"

export interface LocalFigures {
  /** From opening the encrypted store to the list of chats and the newest page of the first one. */
  readonly startMs: number
  readonly startMebibytes: number
  readonly searchMebibytes: number
  readonly searches: readonly SearchFigure[]
}

export interface SearchFigure {
  readonly name: string
  /** On the first page. */
  readonly found: number
  /** The first time, when pages come from the file. */
  readonly firstMs: number
  readonly p50Ms: number
  readonly p95Ms: number
}

const rounds = 21

/** A fresh process on a filled home: its argument. */
async function measure(folder: string): Promise<LocalFigures> {
  const began = performance.now()
  const store = unwrap(await openFileStore(folder, new Uint8Array(32).fill(5)))
  const client = await deviceOn(store)
  const chats = await client.conversations()
  const [chat] = chats
  if (chat === undefined) throw new Error("no chat")
  await client.timeline(chat.conversation, { limit: 50 })
  const startMs = performance.now() - began
  const startMebibytes = mebibytes()
  const { conversation } = chat
  const searches = [
    await time("a word of few messages", client, "lamzélam"),
    await time("a word of every other message", client, "baco"),
    await time("a word of one message in two hundred", client, "babaco"),
    await time("two common words", client, "coco duco"),
    await time("two common words of five letters", client, "lamco chico"),
    await time("a rare word and a common one", client, "lamzélam coco"),
    await time("a beginning of one letter", client, "b"),
    await time("a beginning of two letters", client, "ba"),
    await time("a beginning of four letters", client, "baba"),
    await time("a beginning of five letters, of many words", client, "cobaf"),
    await time("words next to each other", client, '"baco coco"'),
    await time("one Chinese letter", client, "\u4e00"),
    await time("two Chinese letters", client, "\u4e00\u4e01"),
    await time("a common word in one chat", client, "babaco", conversation),
    await time("a rare word in one chat", client, "lamzé", conversation),
    await time("nothing", client, "nonexistent"),
  ]
  return { startMs, startMebibytes, searches, searchMebibytes: mebibytes() }
}

const mebibytes = (): number => process.memoryUsage().rss / 2 ** 20

async function time(
  name: string,
  client: Client,
  typed: string,
  conversation?: string,
): Promise<SearchFigure> {
  const times: number[] = []
  let found = 0
  for (let round = 0; round < rounds; round++) {
    const began = performance.now()
    const page = await client.search(typed, conversation === undefined ? {} : { conversation })
    times.push(performance.now() - began)
    found = page.messages.length
  }
  const [firstMs = Number.NaN] = times
  const later = times.slice(1).sort((left, right) => left - right)
  const at = (share: number): number => later[Math.floor(share * (later.length - 1))] ?? Number.NaN
  return { name, found, firstMs, p50Ms: at(0.5), p95Ms: at(0.95) }
}

process.stdout.write(JSON.stringify(await measure(process.argv[2] ?? "")), () => process.exit())
