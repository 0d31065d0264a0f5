import { decodePrefix, equal, keyOf, type Milliseconds, toBase64Url, toUtf8 } from "@colombe/base"
import { deterministicCrypto } from "@colombe/base/crypto/deterministic"
import {
  entryDigest,
  type GroupFacts,
  groupFactsOf,
  header,
  kindClass,
  kinds,
  logHash,
  logStart,
} from "@colombe/rules"
import { readGroup } from "@colombe/server/testing"
import { groupAt, type MemoryDisk, type StoredEntry } from "@colombe/store"
import { holds, type Said, secretMark } from "./oracle.ts"

type MemoryConversation = MemoryDisk["conversations"] extends Map<string, infer One> ? One : never

const crypto = deterministicCrypto(new Uint8Array())

/** Who is in a conversation in one epoch; accounts and devices as base64url. */
export interface EpochPeople {
  readonly seq: number
  readonly at: Milliseconds
  readonly withLeaf: ReadonlySet<string>
  readonly devices: ReadonlySet<string>
  readonly dormant: ReadonlySet<string>
  /** Who comes in later may have what is said in it. */
  readonly isOpenToNewcomers: boolean
}

/** The server's disk, read and judged from outside. */
export class ServerLog {
  readonly #current: () => MemoryDisk
  /** By conversation: how far it was checked, and the hash there. */
  readonly #checked = new Map<string, { readonly seq: number; readonly hash: Uint8Array }>()
  readonly #sends = new Map<string, string>()
  readonly #people = new Map<string, EpochPeople>()

  constructor(current: () => MemoryDisk) {
    this.#current = current
  }

  get #disk(): MemoryDisk {
    return this.#current()
  }

  /** The server came back with an older copy: what holds from now on holds of that one. */
  startAgain(): void {
    this.#checked.clear()
    this.#sends.clear()
    this.#people.clear()
  }

  /** Whether a send is where its sender was told, or anywhere where nobody was. */
  has({ conversation, id, seq }: Said): boolean {
    const entries = this.find(conversation ?? "")?.entries ?? []
    const places = seq === undefined ? entries.map(entry => entry.seq) : [seq]
    return places.some(place => this.sendIdAt(conversation ?? "", place) === id)
  }

  get conversations(): readonly MemoryConversation[] {
    return [...this.#disk.conversations.values()]
  }

  /** By base64url id. */
  find(conversation: string): MemoryConversation | undefined {
    return this.conversations.find(({ id }) => toBase64Url(id) === conversation)
  }

  sendIdAt(conversation: string, seq: number): string | undefined {
    const body = this.find(conversation)?.entries[seq - 1]?.body
    const read = body && decodePrefix(header, body)
    return read?.ok ? toBase64Url(read.value.value.prefix.sendId) : undefined
  }

  /** What holds at every moment. Each entry is looked at once: what was checked is not allowed to change. */
  check(): void {
    for (const conversation of this.conversations) {
      const key = keyOf(conversation.id)
      const before = this.#checked.get(key) ?? { seq: 0, hash: logStart(crypto, conversation.id) }
      const known = before.seq === 0 ? undefined : conversation.entries[before.seq - 1]
      if (before.seq > 0 && (known === undefined || !equal(known.hash, before.hash)))
        throw new Error(`the log lost or changed entry ${before.seq}`)
      let { hash } = before
      for (const [index, entry] of conversation.entries.slice(before.seq).entries()) {
        const seq = before.seq + index + 1
        this.#checkEntry(conversation, entry, seq, hash)
        hash = entry.hash
      }
      this.#checked.set(key, { seq: conversation.entries.length, hash })
      checkEpochs(conversation)
    }
  }

  #checkEntry(conversation: MemoryConversation, entry: StoredEntry, seq: number, previous: Uint8Array): void {
    const { type, at, incarnation, epoch, body } = entry
    if (entry.seq !== seq) throw new Error(`entry ${seq} says that it is ${entry.seq}`)
    const before = conversation.entries[seq - 2]
    if (before !== undefined && before.at > at) throw new Error(`time runs backwards at entry ${seq}`)
    if (body === undefined) throw new Error(`entry ${seq} has no body`)
    const place = { previous, seq, atMs: at, type, incarnation, epoch, entry: entryDigest(crypto, body) }
    if (!equal(logHash(crypto, place), entry.hash)) throw new Error(`the hash of entry ${seq} is wrong`)
    const makesEpoch = type === kinds.commit || type === kinds.open || type === kinds.vault
    const first = type === kinds.vault ? 1 : 0
    const expected = before === undefined ? first : before.epoch + (makesEpoch ? 1 : 0)
    if (epoch !== expected) throw new Error(`entry ${seq} stands in epoch ${epoch}, not ${expected}`)
    if (kindClass(type) === "stored" || kindClass(type) === "slot") this.#checkSend(conversation, entry, body)
  }

  #checkSend({ id }: MemoryConversation, { seq, epoch, author }: StoredEntry, body: Uint8Array): void {
    const read = decodePrefix(header, body)
    if (!read.ok) throw new Error(`entry ${seq} has no header`)
    const { prefix } = read.value.value
    if (prefix.epoch !== epoch) throw new Error(`entry ${seq} was sealed in epoch ${prefix.epoch}`)
    const name = `${keyOf(id)} ${keyOf(author)} ${keyOf(prefix.sendId)}`
    const first = this.#sends.get(name)
    if (first !== undefined) throw new Error(`entry ${seq} was stored before, as ${first}`)
    this.#sends.set(name, String(seq))
    const group = this.peopleAt(id, epoch)
    if (!group?.withLeaf.has(toBase64Url(author))) throw new Error(`entry ${seq} is by nobody of its epoch`)
  }

  /** Everybody of an epoch, as its stored public state has them. */
  peopleAt(id: Uint8Array, epoch: number): EpochPeople | undefined {
    const key = `${keyOf(id)} ${epoch}`
    const known = this.#people.get(key)
    if (known !== undefined) return known
    const conversation = this.#disk.conversations.get(keyOf(id))
    const group = conversation?.groups.find(one => one.epoch === epoch)
    if (conversation === undefined || group === undefined) return undefined
    const at = conversation.entries[group.seq - 1]?.at ?? 0
    if (isSelfLog(conversation)) {
      const withLeaf = new Set(conversation.members.map(toBase64Url))
      const nobody: ReadonlySet<string> = new Set()
      return { seq: group.seq, at, withLeaf, devices: nobody, dormant: nobody, isOpenToNewcomers: false }
    }
    const facts = groupFactsOf(readGroup(groupAt(this.#disk, id, group)?.parts ?? []))
    if (!facts.ok) throw new Error(`the group of epoch ${epoch} cannot be read`, { cause: facts })
    const people = { seq: group.seq, at, ...peopleOf(facts.value) }
    this.#people.set(key, people)
    return people
  }

  /** The last place that an account may be told of: that of the commit which took it out, or no last one. */
  lastSeqFor(id: Uint8Array, account: string): number {
    const groups = this.#disk.conversations.get(keyOf(id))?.groups ?? []
    for (let index = groups.length - 1; index >= 0; index--) {
      const people = this.peopleAt(id, groups[index]?.epoch ?? 0)
      if (people?.withLeaf.has(account) || people?.dormant.has(account))
        return groups[index + 1]?.seq ?? Number.POSITIVE_INFINITY
    }
    return 0
  }

  /** Nothing that members alone may read stands anywhere on the disk. */
  checkPlaintext(): void {
    const wanted = toUtf8(secretMark)
    for (const { bytes, where } of bytesIn(this.#disk, "disk"))
      if (holds(bytes, wanted)) throw new Error(`the server can read ${where}`)
  }
}

function peopleOf({ leaves, extension }: GroupFacts): Omit<EpochPeople, "seq" | "at"> {
  return {
    devices: new Set([...leaves.values()].map(({ device }) => toBase64Url(device))),
    isOpenToNewcomers: extension.history !== "none",
    withLeaf: new Set([...leaves.values()].map(({ account }) => toBase64Url(account))),
    dormant: new Set(extension.dormant.map(({ account }) => toBase64Url(account))),
  }
}

/** The log of an account's own devices: generations in place of a group's epochs. */
export function isSelfLog({ entries }: MemoryConversation): boolean {
  return entries[0]?.type === kinds.vault
}

/** One epoch after the other, each made by one entry. */
function checkEpochs(conversation: MemoryConversation): void {
  const { groups, entries } = conversation
  const first = isSelfLog(conversation) ? 1 : 0
  for (const [index, { epoch, seq }] of groups.entries()) {
    if (epoch !== index + first) throw new Error(`epoch ${epoch} comes after ${index - 1}`)
    const { type } = entries[seq - 1] ?? {}
    if (type !== kinds.commit && type !== kinds.open && type !== kinds.vault)
      throw new Error(`entry ${seq} makes no epoch`)
  }
}

/** Every string and every byte string of plain data, keys included. */
function* bytesIn(value: unknown, where: string): Generator<{ bytes: Uint8Array; where: string }> {
  if (value instanceof Uint8Array) yield { bytes: value, where }
  else if (typeof value === "string") yield { bytes: toUtf8(value), where }
  else if (value instanceof Map || value instanceof Set) yield* bytesIn([...value], where)
  else if (Array.isArray(value)) for (const one of value) yield* bytesIn(one, where)
  else if (typeof value === "object" && value !== null)
    for (const [name, field] of Object.entries(value)) yield* bytesIn(field, `${where}.${name}`)
}
