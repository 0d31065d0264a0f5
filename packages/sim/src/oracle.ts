import type { Bytes, Milliseconds } from "@colombe/base"

/** Stands in every text, title and name that nobody but members may read, so that one search finds them all. */
export const secretMark = "~secret~"

/** Something that somebody tried to say. */
export interface Said {
  readonly text: string
  readonly by: string
  readonly device: string
  /** As it was said first, and as it was changed to. */
  readonly versions: Set<string>
  /** Base64url, once known. */
  conversation: string | undefined
  /** The send id, once the device has it durably. */
  id: string | undefined
  /** Its place, once the server's answer was told. */
  seq: number | undefined
  /** People and devices that were out, as far as whoever removed them was told, before it was said. */
  readonly forbidden: Set<string>
}

/** What people did and were told, kept apart from everything under test. */
export class Oracle {
  readonly #said: Said[] = []
  /** By every version of its text. */
  readonly #byText = new Map<string, Said>()
  /** Send ids of changed texts, each undefined as long as its device has not said that it is durable. */
  readonly edits: { id: string | undefined }[] = []
  /** By conversation and name: removals that were answered. */
  readonly #out = new Map<string, Set<string>>()
  /** By conversation and name: how often somebody began to add them. */
  readonly #adds = new Map<string, number>()
  readonly #adding = new Map<string, number>()
  /** Devices that were taken out of their account: by whoever was told so, and when. */
  readonly #devicesOut = new Map<string, { readonly at: Milliseconds; readonly by: Set<string> }>()
  /** How often the server came back with less than it had. */
  restores = 0

  get said(): readonly Said[] {
    return this.#said
  }

  find(text: string): Said | undefined {
    return this.#byText.get(text)
  }

  say(by: string, device: string): Said {
    const text = `${secretMark} ${device} says ${this.#said.length + 1}`
    const said: Said = {
      text,
      by,
      device,
      versions: new Set([text]),
      conversation: undefined,
      id: undefined,
      seq: undefined,
      forbidden: new Set(),
    }
    this.#said.push(said)
    this.#byText.set(text, said)
    return said
  }

  /** Another version of what was said; the value is its text, and where its send id goes. */
  change(said: Said): { readonly text: string; readonly edit: { id: string | undefined } } {
    const text = `${said.text}, or rather ${said.versions.size}`
    const edit = { id: undefined }
    said.versions.add(text)
    this.#byText.set(text, said)
    this.edits.push(edit)
    return { text, edit }
  }

  /** Said where: from here on it may be stored. */
  saidIn(said: Said, conversation: string): void {
    said.conversation = conversation
    for (const name of this.#out.get(conversation) ?? []) said.forbidden.add(name)
    for (const [name, { by }] of this.#devicesOut) if (by.has(said.device)) said.forbidden.add(name)
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
    for (const said of this.#said)
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

  /** The answer, to a device of the same account, that a device is out of it: that is for ever. */
  deviceRemoved(name: string, by: string, at: Milliseconds): void {
    const known = this.#devicesOut.get(name) ?? { at, by: new Set() }
    this.#devicesOut.set(name, { ...known, by: known.by.add(by) })
  }

  /** When somebody was first told that the device is out. */
  removedAt(device: string): Milliseconds | undefined {
    return this.#devicesOut.get(device)?.at
  }

  /** Removals that the server's copy did not know are undone until somebody does them again. */
  restored(isStored: (said: Said) => boolean): void {
    this.restores += 1
    this.#out.clear()
    for (const said of this.#said) {
      if (said.id !== undefined && isStored(said)) continue
      said.seq = undefined
      said.forbidden.clear()
    }
  }
}

/** Whether `bytes` hold `wanted` anywhere. */
export function holds(bytes: Bytes, wanted: Bytes): boolean {
  const [first = 0] = wanted
  for (let at = bytes.indexOf(first); at >= 0; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, index) => bytes[at + index] === byte)) return true
  return false
}
