import type { Bytes } from "@colombe/base"

/** Stands in every text, title and name that nobody but members may read, so that one search finds them all. */
export const secretMark = "~secret~"

/** Something that somebody tried to say. */
export interface Said {
  readonly text: string
  readonly by: string
  /** Base64url, once known. */
  conversation: string | undefined
  /** The send id, once the device has it durably. */
  id: string | undefined
  /** Its place, once the server's answer was told. */
  seq: number | undefined
  /** Who was out, as far as whoever removed them was told, before it was said. */
  readonly forbidden: Set<string>
}

/** What people did and were told, kept apart from everything under test. */
export class Oracle {
  readonly said = new Map<string, Said>()
  /** By conversation and name: removals that were answered. */
  readonly #out = new Map<string, Set<string>>()
  /** By conversation and name: how often somebody began to add them. */
  readonly #adds = new Map<string, number>()
  readonly #adding = new Map<string, number>()

  say(by: string): Said {
    const text = `${secretMark} ${by} says ${this.said.size + 1}`
    const said: Said = {
      text,
      by,
      conversation: undefined,
      id: undefined,
      seq: undefined,
      forbidden: new Set(),
    }
    this.said.set(text, said)
    return said
  }

  /** Said where: from here on it may be stored. */
  saidIn(said: Said, conversation: string): void {
    said.conversation = conversation
    for (const name of this.#out.get(conversation) ?? []) said.forbidden.add(name)
  }

  addsOf(conversation: string, name: string): number {
    return this.#adds.get(`${conversation} ${name}`) ?? 0
  }

  beginAdd(conversation: string, name: string, isStored: (said: Said) => boolean): void {
    const key = `${conversation} ${name}`
    this.#adds.set(key, this.addsOf(conversation, name) + 1)
    this.#adding.set(key, (this.#adding.get(key) ?? 0) + 1)
    this.#out.get(conversation)?.delete(name)
    // What waits may be sealed for them after all.
    for (const said of this.said.values())
      if (said.conversation === conversation && !isStored(said)) said.forbidden.delete(name)
  }

  endAdd(conversation: string, name: string): void {
    const key = `${conversation} ${name}`
    this.#adding.set(key, (this.#adding.get(key) ?? 1) - 1)
  }

  /** The answer that they are out; `adds`: as often as they had been added when the removal began. */
  removed(conversation: string, name: string, adds: number): void {
    const key = `${conversation} ${name}`
    if (this.addsOf(conversation, name) !== adds || (this.#adding.get(key) ?? 0) > 0) return
    const out = this.#out.get(conversation) ?? new Set()
    this.#out.set(conversation, out.add(name))
  }
}

/** Whether `bytes` hold `wanted` anywhere. */
export function holds(bytes: Bytes, wanted: Bytes): boolean {
  const [first = 0] = wanted
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true
  return false
}
