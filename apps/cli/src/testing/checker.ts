import { decodePrefix, equal, keyOf, toBase64Url, toHex } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { entryDigest, header, kindClass, kinds, logHash, logStart } from "@colombe/rules"
import type { HistoryItem } from "./person.ts"
import { type StoredEntry, storedEpochs, storedLog } from "./stored-log.ts"

const crypto = platformCrypto(globalThis.crypto)

/** A send whose place its client was told. */
export interface Acknowledged {
  readonly text: string
  /** Base64url, as in `HistoryItem`. */
  readonly conversation: string
  readonly id: string
  readonly seq: number
}

/** What one client did and was told, and what its home shows in the end. */
export interface ClientLog {
  readonly name: string
  /** Texts that it began to send, whatever it was told of them. */
  readonly tried: readonly string[]
  /** Texts that its home has durably taken on, in that order. */
  readonly taken: readonly string[]
  readonly acknowledged: readonly Acknowledged[]
  /** Of one conversation or of several, each in the order of its log. */
  readonly shown: readonly HistoryItem[]
}

/** What was looked at, so that a run that checks nothing shows. */
export interface Checked {
  readonly entries: number
  readonly epochs: number
  readonly acknowledged: number
  readonly faults: readonly string[]
}

/**
 * Judges a run of real clients against a real server, from outside, once all that was taken on has gone out: nothing
 * acknowledged is lost, nothing is there twice, no place is empty, one entry makes each epoch, all homes show one log,
 * and what one client took on first is first. The server's data may be in use.
 */
export function checkRun(data: string, clients: readonly ClientLog[]): Checked {
  const log = byConversation(storedLog(data))
  const epochs = byConversation(storedEpochs(data))
  const faults: string[] = []
  for (const [conversation, entries] of log) {
    faults.push(...faultsOfLog(entries), ...faultsOfSends(entries))
    // An account's own log has generations, which are judged by its clients.
    if (entries[0]?.type !== kinds.vault) faults.push(...faultsOfEpochs(entries, epochs.get(conversation)))
  }
  for (const client of clients) faults.push(...faultsOfAnswers(log, client), ...faultsOfOrder(client))
  faults.push(...faultsOfHomes(clients))
  return {
    entries: [...log.values()].reduce((sum, { length }) => sum + length, 0),
    epochs: [...epochs.values()].reduce((sum, { length }) => sum + length, 0),
    acknowledged: clients.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0),
    faults,
  }
}

function byConversation<Row extends { readonly conversation: Uint8Array }>(rows: readonly Row[]) {
  return Map.groupBy(rows, ({ conversation }) => toBase64Url(conversation))
}

/** Places from 1 without a gap, time that never runs back, and the hash of each computed anew. */
function faultsOfLog(entries: readonly StoredEntry[]): readonly string[] {
  const faults: string[] = []
  let previous: Uint8Array | undefined
  for (const [index, entry] of entries.entries()) {
    const { conversation, seq, at: atMs, type, incarnation, epoch, body } = entry
    const name = `entry ${seq} of ${toBase64Url(conversation)}`
    if (seq !== index + 1) return [...faults, `${name} stands at place ${index + 1}`]
    if (atMs < (entries[index - 1]?.at ?? 0)) faults.push(`${name} is older than the one before`)
    previous ??= logStart(crypto, conversation)
    const place = { previous, seq, atMs, type, incarnation, epoch, entry: entryDigest(crypto, body) }
    if (!equal(logHash(crypto, place), entry.hash)) faults.push(`${name} has a wrong hash`)
    previous = entry.hash
  }
  return faults
}

/** A send is stored once, in the epoch in which it was sealed. */
function faultsOfSends(entries: readonly StoredEntry[]): readonly string[] {
  const first = new Map<string, number>()
  const faults: string[] = []
  for (const { conversation, seq, type, epoch, author, body } of entries) {
    if (kindClass(type) !== "stored") continue
    const name = `entry ${seq} of ${toBase64Url(conversation)}`
    const read = decodePrefix(header, body)
    if (!read.ok) {
      faults.push(`${name} has no header`)
      continue
    }
    const { prefix } = read.value.value
    const send = `${keyOf(author)} ${keyOf(prefix.sendId)}`
    const before = first.get(send)
    if (before !== undefined) faults.push(`${name} was stored before, as ${before}`)
    first.set(send, seq)
    if (prefix.epoch !== epoch) faults.push(`${name} was sealed in epoch ${prefix.epoch}, not ${epoch}`)
  }
  return faults
}

interface Place {
  readonly incarnation: number
  readonly epoch: number
}

/** Every epoch follows the one before, made by one entry, and the state that is kept of it says the same. */
function faultsOfEpochs(
  entries: readonly StoredEntry[],
  kept: readonly (Place & { readonly seq: number })[] = [],
): readonly string[] {
  const faults: string[] = []
  const made: string[] = []
  let now: Place | undefined
  for (const { conversation, seq, type, incarnation, epoch } of entries) {
    const name = `entry ${seq} of ${toBase64Url(conversation)}`
    const expected = expectedPlace(now, type, incarnation)
    if (incarnation !== expected.incarnation || epoch !== expected.epoch)
      faults.push(`${name} stands in epoch ${incarnation}.${epoch}, not ${shown(expected)}`)
    now = { incarnation, epoch }
    if (type === kinds.open || type === kinds.commit) made.push(`${shown(now)} by ${seq}`)
  }
  const states = kept.map(({ seq, ...place }) => `${shown(place)} by ${seq}`)
  if (states.join() !== made.join()) faults.push(`epochs ${states.join()} are kept, not ${made.join()}`)
  return faults
}

function expectedPlace(now: Place | undefined, type: number, incarnation: number): Place {
  if (now === undefined) return { incarnation: 0, epoch: 0 }
  if (type === kinds.open) return { incarnation: Math.max(incarnation, now.incarnation + 1), epoch: 0 }
  return type === kinds.commit ? { ...now, epoch: now.epoch + 1 } : now
}

const shown = ({ incarnation, epoch }: Place): string => `${incarnation}.${epoch}`

/** What a client was told of is where it was told. */
function faultsOfAnswers(
  log: ReadonlyMap<string, readonly StoredEntry[]>,
  { name, acknowledged }: ClientLog,
): readonly string[] {
  return acknowledged.flatMap(({ text, conversation, id, seq }) => {
    const entry = log.get(conversation)?.[seq - 1]
    if (entry === undefined) return [`"${text}" of ${name} was acknowledged at ${seq} and is lost`]
    const read = decodePrefix(header, entry.body)
    const stored = read.ok ? toBase64Url(read.value.value.prefix.sendId) : toHex(entry.body.slice(0, 8))
    return stored === id ? [] : [`"${text}" of ${name} was acknowledged at ${seq}, where ${stored} is`]
  })
}

/** All that was taken on is shown by its own home, once, in the order in which it was taken on. */
function faultsOfOrder({ name, taken, acknowledged, shown: items }: ClientLog): readonly string[] {
  const faults: string[] = []
  const places = Map.groupBy(
    items.filter(({ text }) => text !== undefined),
    ({ text = "" }) => text,
  )
  for (const [text, { length }] of places)
    if (length > 1) faults.push(`${name} shows "${text}" ${length} times`)
  let last = 0
  for (const text of taken) {
    const seq = places.get(text)?.[0]?.seq
    if (seq === undefined || seq === null) faults.push(`"${text}" was taken on by ${name} and is lost`)
    else if (seq < last) faults.push(`"${text}" of ${name} came after what was taken on later`)
    last = seq ?? last
  }
  for (const { text, seq } of acknowledged)
    if (places.get(text)?.[0]?.seq !== seq) faults.push(`${name} shows "${text}" elsewhere than at ${seq}`)
  return faults
}

/** Whoever shows a conversation shows the same of it, and nobody shows what nobody said. */
function faultsOfHomes(clients: readonly ClientLog[]): readonly string[] {
  const faults: string[] = []
  const first = new Map<string, { readonly name: string; readonly items: string }>()
  const tried = new Set(clients.flatMap(client => client.tried))
  for (const { name, shown: items } of clients) {
    for (const { kind, notice, text, seq } of items) {
      if (kind === "notice") faults.push(`${name} shows ${notice} at ${seq}`)
      if (text !== undefined && !tried.has(text)) faults.push(`${name} shows "${text}", which nobody said`)
    }
    for (const [conversation, own] of Map.groupBy(items, item => item.conversation)) {
      const known = first.get(conversation) ?? { name, items: JSON.stringify(own) }
      if (known.items !== JSON.stringify(own))
        faults.push(`${name} and ${known.name} show ${conversation} differently`)
      first.set(conversation, known)
    }
  }
  return faults
}
