import { toBase64Url } from "@colombe/base"
import type { Client, TimelineItem } from "@colombe/client"
import { kinds } from "@colombe/rules"
import type { Person } from "./person.ts"
import type { Scene } from "./scene.ts"
import { isSelfLog } from "./server-log.ts"

/** Items asked for at one time: more than a run says. */
const timelineMax = 500

type Message = Extract<TimelineItem, { kind: "message" }>

/** What one device shows of one conversation. */
interface Shown {
  readonly person: Person
  readonly conversation: string
  readonly items: readonly TimelineItem[]
}

/** What holds once nothing is under way any more: everybody has what they may have, and nobody has more. */
export async function checkQuiet(world: Scene): Promise<void> {
  const shown: Shown[] = []
  for (const person of world.people)
    if (person.client !== undefined && person.account !== undefined)
      shown.push(...(await shownBy(world, person, person.client)))
  for (const one of shown) checkTimeline(world, one)
  checkAgreement(shown)
  checkReaders(world, shown)
  checkSends(world, shown)
}

async function shownBy({ log }: Scene, person: Person, client: Client): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const summary of await client.conversations()) {
    const { conversation, membership, alert, head } = summary
    const { items } = await client.timeline(conversation, { limit: timelineMax })
    shown.push({ person, conversation, items })
    const stored = log.find(conversation)
    const newest = stored && log.peopleAt(stored.id, stored.entries.at(-1)?.epoch ?? 0)
    const isIn = newest?.withLeaf.has(person.account ?? "") ?? false
    const name = `${person.name} in ${conversation}`
    if (alert !== undefined) throw new Error(`${name} is alerted: ${alert}`)
    if (isIn !== (membership === "member")) throw new Error(`${name} is shown as ${membership}`)
    if (stored === undefined) continue
    const last = Math.min(stored.entries.length, log.lastSeqFor(stored.id, person.account ?? ""))
    if (head !== last) throw new Error(`${name} stopped at ${head}, not ${last}`)
  }
  return shown
}

function messagesOf({ items }: Shown): readonly Message[] {
  return items.filter(item => item.kind === "message")
}

/** In order, nothing twice, nothing that was not said there, nothing that was not theirs to read. */
function checkTimeline({ oracle, people }: Scene, shown: Shown): void {
  const { person, conversation } = shown
  let last = 0
  const seen = new Set<string>()
  for (const { seq, text, from } of messagesOf(shown)) {
    const said = oracle.said.get(text)
    const name = `"${text}", which ${person.name} has at ${seq}`
    if (said === undefined || said.conversation !== conversation)
      throw new Error(`${name}, was not said there`)
    if (from.account !== people.find(one => one.name === said.by)?.account)
      throw new Error(`${name}, is by somebody else`)
    if (seen.has(text)) throw new Error(`${name}, comes twice`)
    seen.add(text)
    if (seq === undefined) continue
    if (seq <= last) throw new Error(`${name}, comes after ${last}`)
    last = seq
    if (said.forbidden.has(person.name)) throw new Error(`${name}, was said after their removal`)
  }
}

/** One place has one message, whoever looks. */
function checkAgreement(shown: readonly Shown[]): void {
  const places = new Map<string, string>()
  for (const one of shown)
    for (const { seq, text } of messagesOf(one)) {
      if (seq === undefined) continue
      const place = `${one.conversation} ${seq}`
      const known = places.get(place) ?? text
      if (known !== text) throw new Error(`place ${seq} is "${text}" to one and "${known}" to another`)
      places.set(place, text)
    }
}

/** Whoever was in when it was stored has it, and has it open. */
function checkReaders({ log, people }: Scene, shown: readonly Shown[]): void {
  for (const stored of log.conversations) {
    // What one's own devices share is no timeline.
    if (isSelfLog(stored)) continue
    const { id, entries } = stored
    const conversation = toBase64Url(id)
    for (const { seq, type, epoch } of entries) {
      if (type !== kinds.message) continue
      const epochPeople = log.peopleAt(id, epoch)
      for (const person of people) {
        if (person.account === undefined || !epochPeople?.withLeaf.has(person.account)) continue
        const theirs = shown.find(one => one.person === person && one.conversation === conversation)
        const item = theirs?.items.find(one => one.seq === seq)
        if (item?.kind !== "message")
          throw new Error(
            `${person.name} was in when ${seq} of ${conversation} was stored, and has ${item?.kind === "notice" ? item.notice : "nothing"}`,
          )
      }
    }
  }
}

/** Why a send may stay with its sender. */
const refusals: readonly string[] = ["conversation-unknown", "first-contact-limit", "device-not-joined"]

/** What a device took on is in the log, or its sender sees that it is not and why. */
function checkSends({ oracle, log }: Scene, shown: readonly Shown[]): void {
  for (const { text, by, conversation, id, seq } of oracle.said.values()) {
    if (id === undefined || conversation === undefined) continue
    const theirs = shown.find(one => one.person.name === by && one.conversation === conversation)
    const item = theirs && messagesOf(theirs).find(message => message.id === id)
    if (item === undefined) throw new Error(`"${text}" was taken on and is lost`)
    const { state } = item
    if (state.at === "queued") throw new Error(`"${text}" still waits`)
    if (state.at === "failed" && !refusals.includes(state.code))
      throw new Error(`"${text}" failed: ${state.code}`)
    if (state.at === "failed" && seq !== undefined) throw new Error(`"${text}" was answered, then failed`)
    if (state.at === "stored" && log.sendIdAt(conversation, item.seq ?? 0) !== id)
      throw new Error(`"${text}" is shown as stored and is not`)
  }
}
