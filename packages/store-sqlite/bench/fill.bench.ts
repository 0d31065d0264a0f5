import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { type Bytes, concat, uint, unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { kinds } from "@colombe/rules"
import type { NewAccount, NewEntry } from "@colombe/store"
import { databaseFile, openWriter, prepareFile } from "../src/database.ts"
import { nativeHash } from "../src/native-hash.ts"
import { storeIdBytes } from "../src/open.ts"
import { type Operations, writeOperations } from "../src/writer/operations.ts"

/**
 * Fills a new data folder, `--folder`, with the operations that the writer's thread runs for a server, in transactions
 * of thousands and without a wait for the disk before the end. What an earlier run has filled to its end stays;
 * anything else there is made anew.
 */
const { values } = parseArgs({
  options: {
    folder: { type: "string" },
    entries: { type: "string" },
    conversations: { type: "string" },
    accounts: { type: "string" },
  },
})
const folder = values.folder ?? ""
const size = {
  entries: Number(values.entries),
  conversations: Number(values.conversations),
  accounts: Number(values.accounts),
}
/** Days over which the entries are spread, the last one today. */
const days = 365
/** In every so many conversations, what is said disappears after so long, in milliseconds. */
const disappearingEvery = 50
const dayMilliseconds = 86_400_000
/** Entries that a conversation gets in a row, before another one has its turn. */
const burst = 10
/** Bursts of one transaction. */
const together = 2_000
/** Prime to numbers of conversations that are round, so that all have their turn, and neighbours far apart. */
const stride = 7_919
/** A message of some hundred characters; what a direct of hybrid devices keeps of its group; a chain of three links. */
const [bodyBytes, stateBytes, groupInfoBytes, linkBytes] = [654, 6_000, 4_000, 2_000]
const cacheKibibytes = 2 * 1024 * 1024
/** Milliseconds between two lines on standard error. */
const sayEvery = 5_000

const crypto = platformCrypto(globalThis.crypto)
const noise = crypto.random(65_536)
/** Bytes that look sealed, and cost nothing to make. */
const sealed = (length: number, number: number): Bytes => {
  const from = (number * stride) % (noise.length - length)
  return noise.subarray(from, from + length)
}
const named = (kind: number, number: number): Bytes =>
  nativeHash.hash("SHA-256", concat(uint(kind, 1), uint(number, 4)))
const accountOf = (number: number): Bytes => named(1, number)
const conversationOf = (number: number): Bytes => named(2, number)

/** Two for each conversation, each account in as many as any other. */
const membersOf = (number: number): readonly Bytes[] => [
  accountOf(number % size.accounts),
  accountOf((number + 1 + Math.floor(number / size.accounts)) % size.accounts),
]

function newAccount(number: number): NewAccount {
  return {
    account: accountOf(number),
    handle: `filled${number}`,
    handleStatement: sealed(60, number),
    handleSignature: sealed(64, number),
    genesis: sealed(linkBytes, number),
    at: 0,
  }
}

function message(number: number, author: Bytes, at: number): NewEntry {
  return {
    conversation: conversationOf(number),
    type: kinds.message,
    body: sealed(bodyBytes, number),
    author,
    sendKey: crypto.random(32),
    at,
    incarnation: 0,
    epoch: 0,
    ...(number % disappearingEvery === 0 ? { lifetime: dayMilliseconds } : {}),
  }
}

function opening(number: number, members: readonly Bytes[], at: number): NewEntry {
  const [author = noise] = members
  const { lifetime: _, ...entry } = message(number, author, at)
  const state = { kind: "whole", body: sealed(stateBytes, number) } as const
  const groupInfo = sealed(groupInfoBytes, number)
  const next = { incarnation: 0, epoch: 0, state, groupInfo, members, welcomes: [] }
  return { ...entry, type: kinds.open, sendKey: undefined, next }
}

function fillBurst({ all }: Operations, number: number, isFirst: boolean, at: number): void {
  const members = membersOf(number)
  for (let place = 0; place < burst; place++)
    if (isFirst && place === 0) unwrap(all.openConversation(opening(number, members, at)))
    else unwrap(all.appendEntry(message(number, members[place % 2] ?? noise, at)))
}

function fill(path: string): void {
  const database = openWriter(path)
  database.run("PRAGMA journal_mode = OFF")
  database.run("PRAGMA synchronous = OFF")
  database.run(`PRAGMA cache_size = -${cacheKibibytes}`)
  const operations = writeOperations(database, nativeHash)
  const { all } = operations
  database.transaction(() => {
    for (let number = 0; number < size.accounts; number++) unwrap(all.createAccount(newAccount(number)))
  })()
  const rounds = size.entries / size.conversations / burst
  const bursts = rounds * size.conversations
  const since = Date.now() - days * dayMilliseconds
  const fillOne = (index: number): void => {
    const number = (index * stride) % size.conversations
    const round = Math.floor(index / size.conversations)
    fillBurst(operations, number, round === 0, Math.floor(since + (index / bursts) * days * dayMilliseconds))
    if (round < rounds - 1) return
    all.touch(conversationOf(number), rounds * burst, membersOf(number))
    all.fannedOut(conversationOf(number), rounds * burst)
  }
  let sayAt = performance.now() + sayEvery
  for (let index = 0; index < bursts; index += together) {
    database.transaction(() => {
      for (let one = index; one < Math.min(bursts, index + together); one++) fillOne(one)
    })()
    if (performance.now() < sayAt) continue
    sayAt += sayEvery
    console.error(
      `entries written: ${(index * burst).toLocaleString("en")} of ${size.entries.toLocaleString("en")}`,
    )
  }
  database.run("PRAGMA synchronous = FULL")
  database.run("PRAGMA journal_mode = WAL")
  database.close()
}

const filled = join(folder, "filled.json")
if (!existsSync(filled)) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, databaseFile)
  prepareFile(path, crypto.random(storeIdBytes))
  fill(path)
  writeFileSync(`${filled}.partial`, JSON.stringify(size))
  renameSync(`${filled}.partial`, filled)
}
