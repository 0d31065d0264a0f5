import { toBase64Url } from "@colombe/base"
import type { Client, ConversationDetails, TimelineItem } from "@colombe/client"
import { type HeldChain, heldChains, vaultState } from "@colombe/client/testing"
import { kinds } from "@colombe/rules"
import type { Device } from "./device.ts"
import { checkHeldKeys, checkLeaves } from "./held-keys.ts"
import type { Said } from "./oracle.ts"
import type { Person } from "./person.ts"
import type { Scene } from "./scene.ts"
import { type EpochPeople, isSelfLog } from "./server-log.ts"

/** Items asked for at one time: more than a run says. */
const timelineMax = 500

type Message = Extract<TimelineItem, { kind: "message" }>

/** What one device shows of one conversation. */
interface Shown {
  readonly person: Person
  readonly device: Device
  readonly conversation: string
  readonly items: readonly TimelineItem[]
}

/** What holds once nothing is under way any more: everybody has what they may have, and nobody has more. */
export async function checkQuiet(world: Scene): Promise<void> {
  const shown = await allShown(world)
  for (const one of shown) checkTimeline(world, one)
  checkAgreement(world, shown)
  await checkRules(shown)
  const [missing] = [...missingFor(world, shown), ...arrivingFor(world, shown)]
  if (missing !== undefined) throw new Error(missing)
  checkEdits(world, shown)
  checkSends(world, shown)
  for (const person of world.people) await checkOwnDevices(person)
  await checkChains(world)
  checkLeaves(world)
  await checkHeldKeys(world)
}

/** Whether every device has what was said while its account was in; keys that only others have may take a day to come. */
export async function isWhole(world: Scene): Promise<boolean> {
  const shown = await allShown(world)
  return missingFor(world, shown).length + arrivingFor(world, shown).length === 0
}

async function allShown(world: Scene): Promise<readonly Shown[]> {
  const shown: Shown[] = []
  for (const person of world.people)
    for (const device of person.inAccount)
      if (device.client !== undefined) shown.push(...(await shownBy(world, person, device, device.client)))
  return shown
}

async function shownBy({ log }: Scene, person: Person, device: Device, client: Client): Promise<Shown[]> {
  const shown: Shown[] = []
  for (const summary of await client.conversations()) {
    const { conversation, membership, alert, head } = summary
    const { items } = await client.timeline(conversation, { limit: timelineMax })
    shown.push({ person, device, conversation, items })
    const stored = log.find(conversation)
    const newest = stored && log.peopleAt(stored.id, stored.entries.at(-1)?.epoch ?? 0)
    const isIn = newest?.withLeaf.has(person.account ?? "") ?? false
    const name = `${device.name} in ${conversation}`
    if (alert !== undefined) throw new Error(`${name} is alerted: ${alert}`)
    if (isIn !== (membership === "member")) throw new Error(`${name} is shown as ${membership}`)
    if (stored === undefined) continue
    const last = Math.min(stored.entries.length, log.lastSeqFor(stored.id, person.account ?? ""))
    // Who is out of a conversation that was begun again without them was never in what is there now.
    if (last > 0 && head !== last) throw new Error(`${name} stopped at ${head}, not ${last}`)
  }
  return shown
}

function messagesOf({ items }: Shown): readonly Message[] {
  return items.filter(item => item.kind === "message")
}

/** In order, nothing twice, nothing that was not said there, nothing that was not theirs to read. */
function checkTimeline({ oracle, people }: Scene, shown: Shown): void {
  const { person, device, conversation } = shown
  let last = 0
  const seen = new Set<Said>()
  for (const { seq, text, from } of messagesOf(shown)) {
    const said = oracle.find(text)
    const name = `"${text}", which ${device.name} has at ${seq}`
    if (said === undefined || said.conversation !== conversation)
      throw new Error(`${name}, was not said there`)
    if (from.account !== people.find(one => one.name === said.by)?.account)
      throw new Error(`${name}, is by somebody else`)
    if (seen.has(said)) throw new Error(`${name}, comes twice`)
    seen.add(said)
    if (seq === undefined) continue
    if (seq <= last) throw new Error(`${name}, comes after ${last}`)
    last = seq
    if (said.forbidden.has(person.name) || said.forbidden.has(device.name))
      throw new Error(`${name}, was said after their removal`)
  }
}

/** One place has one message to all who have been in from there on; a change that was said while one was out is not heard. */
function checkAgreement({ log }: Scene, shown: readonly Shown[]): void {
  const places = new Map<string, string>()
  for (const one of shown) {
    const stored = log.find(one.conversation)
    const account = one.person.account ?? ""
    const out = stored?.entries.findLast(
      ({ epoch }) => !log.peopleAt(stored.id, epoch)?.withLeaf.has(account),
    )
    for (const { seq, text } of messagesOf(one)) {
      if (stored === undefined || seq === undefined || seq <= (out?.seq ?? 0)) continue
      const place = `${one.conversation} ${seq}`
      const known = places.get(place) ?? text
      if (known !== text) throw new Error(`place ${seq} is "${text}" to one and "${known}" to another`)
      places.set(place, text)
    }
  }
}

/** Who is in a conversation sees the same people, roles, bans and rules in it, and the same title, where they can read it. */
async function checkRules(shown: readonly Shown[]): Promise<void> {
  const known = new Map<string, { readonly by: string; readonly value: string }>()
  const compare = (what: string, by: string, value: string): void => {
    const first = known.get(what) ?? { by, value }
    known.set(what, first)
    if (value !== first.value)
      throw new Error(`${what} is ${first.value} to ${first.by} and ${value} to ${by}`)
  }
  for (const { device, conversation, items } of shown) {
    const details = await device.client?.conversation(conversation)
    if (details?.membership !== "member") continue
    compare(`what holds in ${conversation}`, device.name, JSON.stringify(rulesOf(details)))
    const isMissing = items.some(item => item.kind === "notice" && item.notice === "arriving")
    if (details.kind === "group" && !isMissing && device.readsFrom === undefined)
      compare(`the title of ${conversation}`, device.name, details.title)
  }
}

function rulesOf({ members, banned, history, timer }: ConversationDetails): unknown {
  const roles = members.map(({ account, role, dormant }) => `${account} ${role} ${dormant}`).sort()
  return { roles, out: banned.map(({ account }) => account).sort(), history, timer }
}

/**
 * Every device has open what was stored while its account was in; what changes a text has no place of its own. Nobody
 * gives keys to whoever is in no more (spec K10), nor can where all devices that had them are lost: what is left then is
 * what was in the vault, where keys come within a quarter of an hour (spec K17).
 */
function missingFor(world: Scene, shown: readonly Shown[]): readonly string[] {
  const { log } = world
  const missing: string[] = []
  const ids = world.people.flatMap(({ inAccount }) => inAccount.map(({ id = "" }) => id))
  const isShown = new Set(
    shown.flatMap(one => messagesOf(one).map(({ seq }) => `${one.conversation} ${seq}`)),
  )
  for (const one of shown) {
    const stored = log.find(one.conversation)
    // What one's own devices share is no timeline.
    if (stored === undefined || isSelfLog(stored)) continue
    const bySeq = new Map(one.items.map(item => [item.seq, item]))
    const account = one.person.account ?? ""
    const newest = log.peopleAt(stored.id, stored.entries.at(-1)?.epoch ?? 0)
    const isIn = newest?.withLeaf.has(account) === true
    const hasGiver = ({ devices }: EpochPeople) =>
      ids.some(id => devices.has(id) && newest?.devices.has(id) === true)
    for (const { seq, type, epoch } of stored.entries) {
      if (type !== kinds.message) continue
      const group = log.peopleAt(stored.id, epoch)
      const item = bySeq.get(seq)
      const isTheirs =
        group?.withLeaf.has(account) === true &&
        ((isIn && one.device.readsFrom === undefined && hasGiver(group)) ||
          group.devices.has(one.device.id ?? ""))
      const isOpen = item === undefined ? !isShown.has(`${one.conversation} ${seq}`) : item.kind === "message"
      if (isTheirs && !isOpen)
        missing.push(
          `${one.device.name} may read ${seq} of ${one.conversation}, and has ${item?.kind === "notice" ? item.notice : "nothing"}`,
        )
    }
  }
  return missing
}

/**
 * Nothing is arriving for ever. What may stay so has nobody who gives its key: to whoever is in no more, to a device that
 * reads from later on, or since no device that had the key is left (spec K10, K13, K14).
 */
function arrivingFor({ log, people }: Scene, shown: readonly Shown[]): readonly string[] {
  const ids = people.flatMap(({ inAccount }) => inAccount.map(({ id = "" }) => id))
  return shown.flatMap(({ person, device, conversation, items }) => {
    const stored = log.find(conversation)
    const newest = stored && log.peopleAt(stored.id, stored.entries.at(-1)?.epoch ?? 0)
    const account = person.account ?? ""
    if (stored === undefined || newest?.withLeaf.has(account) !== true) return []
    return items.flatMap(item => {
      const entry = stored.entries[(item.seq ?? 0) - 1]
      if (item.kind !== "notice" || item.notice !== "arriving" || entry === undefined) return []
      const group = log.peopleAt(stored.id, entry.epoch)
      const wasIn = group?.withLeaf.has(account) || group?.dormant.has(account) || group?.isOpenToNewcomers
      const hasGiver = ids.some(id => group?.devices.has(id) && newest.devices.has(id))
      const isTooEarly = device.readsFrom !== undefined
      if (!wasIn) return [`${item.seq} of ${conversation} is arriving for ${device.name}, who came later`]
      return isTooEarly || !hasGiver ? [] : [`${item.seq} of ${conversation} is arriving for ${device.name}`]
    })
  })
}

/** What nobody shows in its place is a change of another text. */
function checkEdits({ oracle, log }: Scene, shown: readonly Shown[]): void {
  const isShown = new Set(shown.flatMap(one => one.items.map(({ seq }) => `${one.conversation} ${seq}`)))
  const known = new Set(oracle.edits.map(({ id }) => id))
  let unnamed = oracle.edits.filter(({ id }) => id === undefined).length
  for (const { id, entries } of log.conversations) {
    const conversation = toBase64Url(id)
    if (!shown.some(one => one.conversation === conversation)) continue
    for (const { seq, type } of entries) {
      if (type !== kinds.message || isShown.has(`${conversation} ${seq}`)) continue
      if (known.has(log.sendIdAt(conversation, seq))) continue
      unnamed -= 1
      if (unnamed < 0) throw new Error(`nobody shows ${seq} of ${conversation}`)
    }
  }
}

/** Why a send may stay with its sender. */
const refusals: readonly string[] = ["conversation-unknown", "first-contact-limit", "device-not-joined"]

/** What a device took on is in the log, or its sender sees that it is not and why. */
function checkSends({ oracle, log }: Scene, shown: readonly Shown[]): void {
  for (const { text, versions, device, conversation, id, seq } of oracle.said) {
    if (id === undefined || conversation === undefined) continue
    const ofDevice = shown.filter(one => one.device.name === device)
    // Whoever is out, or whose device is lost, has nothing to show.
    if (ofDevice.length === 0) continue
    const theirs = ofDevice.find(one => one.conversation === conversation)
    const item = theirs && messagesOf(theirs).find(message => message.id === id)
    if (item === undefined) throw new Error(`"${text}" was taken on and is lost`)
    if (!versions.has(item.text)) throw new Error(`"${text}" became "${item.text}"`)
    const { state } = item
    if (state.at === "queued" || state.at === "lost") throw new Error(`"${text}" is still ${state.at}`)
    if (state.at === "failed" && !refusals.includes(state.code))
      throw new Error(`"${text}" failed: ${state.code}`)
    if (state.at === "failed" && seq !== undefined) throw new Error(`"${text}" was answered, then failed`)
    if (state.at === "stored" && log.sendIdAt(conversation, item.seq ?? 0) !== id)
      throw new Error(`"${text}" is shown as stored and is not`)
  }
}

/** The devices of one account agree on who they are, and on the secrets they share. */
async function checkOwnDevices({ name, inAccount }: Person): Promise<void> {
  const views: { readonly device: string; readonly list: string; readonly vault: string | undefined }[] = []
  for (const { name: device, client, id = "", kept, readsFrom } of inAccount) {
    if (client === undefined) continue
    const list = (await client.devices()).map(one => one.device).sort()
    if (!list.includes(id)) throw new Error(`${device} does not count itself among the devices of ${name}`)
    const good = (await vaultState(kept)).filter(({ secret }) => secret !== undefined)
    views.push({
      device,
      list: list.join(),
      vault: readsFrom === undefined ? good.at(-1)?.secret : undefined,
    })
  }
  for (const { device, list, vault } of views) {
    const [first] = views
    if (list !== first?.list) throw new Error(`${device} and ${first?.device} list different devices`)
    const other = views.find(one => one.vault !== undefined)
    if (vault !== undefined && vault !== other?.vault)
      throw new Error(`${device} and ${other?.device} have different vaults`)
  }
}

/**
 * An account's own devices hold its whole chain, all the same. What others hold leads there: whoever depends on more asks
 * for it first, and nobody was shown another branch.
 */
async function checkChains({ people }: Scene): Promise<void> {
  const held: { readonly device: string; readonly by: Person; readonly chain: HeldChain }[] = []
  for (const by of people)
    for (const { name: device, kept } of by.inAccount)
      for (const chain of await heldChains(kept)) held.push({ device, by, chain })
  for (const { name, account } of people) {
    const of = held.filter(({ chain }) => chain.account === account)
    const own = of.find(({ by }) => by.account === account)
    if (own === undefined) continue
    for (const { device, by, chain } of of) {
      const isWhole = by.account !== account || chain.links.length === own.chain.links.length
      const leadsThere = chain.links.every((link, index) => own.chain.links[index] === link)
      if (chain.isForked || !leadsThere || !isWhole)
        throw new Error(`${device} and ${own.device} hold different chains of ${name}`)
    }
  }
}
