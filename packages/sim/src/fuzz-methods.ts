import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import { mutate } from "@colombe/base/testing"
import { isKnownCode } from "@colombe/phrases"
import { person } from "@colombe/rules/testing"
import { signUpOf, statementOf, type TestClient, type TestWorld, testWorld } from "@colombe/server/testing"
import { Delivery, encodeRequest, type MethodKey, methodKeys } from "@colombe/wire"
import { type Random, seededRandom } from "./random.ts"
import {
  addOf,
  enrolled,
  groupOpening,
  type Member,
  makeCommit,
  open,
  publish,
  send,
} from "./testing/member.ts"

export interface MethodFuzz {
  readonly frames: number
  /** What calls of each method came to: `ok`, the code of a refusal, or `ended` with the connection. */
  readonly outcomes: ReadonlyMap<MethodKey, ReadonlySet<string>>
}

type MessageType = (typeof Delivery.method)[MethodKey]["input"]
type Field = MessageType["fields"][number]

/** How probable it is that a body is no message of its method any more. */
const changes = 0.3
/** How probable it is that a call is one that was made before, where there is one. */
const repeats = 0.3
/** Messages within messages. */
const depthMax = 3
/** Numbers at which something may begin or end. */
const numbers = [0n, 1n, 2n, 63n, 255n, 65_536n, 0xffff_ffffn, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]
const lengths = [0, 1, 16, 31, 32, 33, 94, 140, 4096]

/**
 * Calls of every method, `rounds` of each, in the shape that the schema gives them, with values that mean something here
 * and values that mean nothing, by an insider, by somebody else, and by somebody who did not sign in. Refusals and ended
 * connections are right; a server that fails inside, or answers with a code that nobody knows, is not.
 */
export async function fuzzMethods(seed: string, rounds: number): Promise<MethodFuzz> {
  const random = seededRandom(`methods ${seed}`)
  const world = testWorld()
  const people = await meet(world)
  const values = await valuesOf(people)
  const made = await madeBefore(people)
  const outcomes = new Map(methodKeys.map(key => [key, new Set<string>()]))
  let frames = 0
  for (let round = 0; round < rounds; round++)
    for (const key of methodKeys) {
      const caller = await callerOf(world, people, random)
      const method = Delivery.method[key]
      const known = random.chance(repeats) ? made.get(key) : undefined
      const body = known ?? encodeRequest(method, requestOf(method.input, { random, values }, 0) as never)
      const sent = random.chance(changes) ? mutate(body, random.pick(values) ?? body, random) : body
      outcomes.get(key)?.add(await outcomeOf(caller, method.name, sent))
      frames += 1
    }
  await world.server.settled()
  const fault = world.log.find(({ event }) => event !== "connection-closed")
  if (fault !== undefined)
    throw new Error(`seed ${seed}: the server complains: ${fault.event}`, { cause: fault })
  // Whatever was said to it, it serves everybody else.
  unwrap(await (await world.greet()).call("resolveHandle", { handle: "ana" }))
  return { frames, outcomes }
}

/** Two with a group, in which something was said by nobody yet, and one who is no member of anything. */
async function meet(world: TestWorld): Promise<readonly Member[]> {
  const [ana, bob, eve] = [
    await enrolled(world, "ana"),
    await enrolled(world, "bob"),
    await enrolled(world, "eve"),
  ]
  for (const one of [bob, eve]) await publish(one, 2)
  const opened = await groupOpening(ana)
  unwrap(await open(ana, opened))
  unwrap(await send(ana, await makeCommit(ana, opened, "add", { proposals: await addOf(ana, bob) })))
  await world.server.settled()
  return [ana, bob, eve]
}

/** Bytes that mean something to this server: whatever is said with them gets further than the first check. */
async function valuesOf(people: readonly Member[]): Promise<readonly Bytes[]> {
  const values: Bytes[] = [toUtf8("ana"), toUtf8("zoe")]
  for (const { who, id, client } of people) {
    values.push(who.account, id)
    const { changed } = unwrap(await client.call("follow", {}))
    for (const { conversation } of changed) {
      values.push(conversation)
      const { entries } = unwrap(await client.call("pullEntries", { conversation, limit: 10 }))
      values.push(...entries.map(({ body }) => body))
      const group = unwrap(await client.call("pullGroup", { conversation }))
      values.push(group.groupInfo, group.ratchetTree)
    }
    const { links } = unwrap(await client.call("pullChain", { account: who.account, have: 0 }))
    values.push(...links)
  }
  return values
}

/** Whole requests that chance does not put together: what is signed, and what has two parts that must fit. */
async function madeBefore(people: readonly Member[]): Promise<ReadonlyMap<MethodKey, Bytes>> {
  const [ana] = people
  if (ana === undefined) throw new Error("somebody is there")
  const { signUp, signIn, openLinkBox, openBlob } = Delivery.method
  const [name, key] = [new Uint8Array(8).fill(1), new Uint8Array(16).fill(2)]
  return new Map<MethodKey, Bytes>([
    ["signUp", encodeRequest(signUp, await signUpOf(await person("zoe"), "zoe"))],
    ["signIn", encodeRequest(signIn, await statementOf(ana.who, 1, new Uint8Array(32)))],
    ["openLinkBox", encodeRequest(openLinkBox, { name, key })],
    ["openBlob", encodeRequest(openBlob, { blob: new Uint8Array(32).fill(3), size: 1_000n })],
  ])
}

/** A connection that is open: signed in by one of them, or not at all. */
async function callerOf(world: TestWorld, people: readonly Member[], random: Random): Promise<TestClient> {
  const one = random.below(4) === 0 ? undefined : random.pick(people)
  if (one === undefined) return world.greet()
  return one.client.closedWith === undefined ? one.client : world.signIn(one.who)
}

async function outcomeOf(client: TestClient, method: string, body: Bytes): Promise<string> {
  const answer = await client.callRaw(method, body)
  const code = answer === undefined ? client.closedWith : codeOf(answer)
  if (code !== undefined && (code === "internal" || !isKnownCode(code)))
    throw new Error(`${method} came to ${code}`)
  return answer === undefined ? "ended" : (code ?? "ok")
}

function codeOf({ result }: NonNullable<Awaited<ReturnType<TestClient["callRaw"]>>>): string | undefined {
  return result.case === "refusal" ? result.value.code : undefined
}

interface Source {
  readonly random: Random
  readonly values: readonly Bytes[]
}

/** A message of that type: each field is there or not, and holds what its type allows. */
function requestOf(type: MessageType, source: Source, depth: number): Record<string, unknown> {
  const message: Record<string, unknown> = {}
  for (const member of type.members) {
    if (source.random.below(5) === 0) continue
    const field = member.kind === "oneof" ? source.random.pick(member.fields) : member
    if (field === undefined) continue
    const value = fieldValue(field, source, depth)
    if (value === undefined) continue
    message[member.localName] = member.kind === "oneof" ? { case: field.localName, value } : value
  }
  return message
}

function fieldValue(field: Field, source: Source, depth: number): unknown {
  const { random } = source
  if (field.fieldKind === "list")
    return Array.from({ length: random.below(4) }, () => oneOf(field, source, depth)).filter(
      value => value !== undefined,
    )
  return oneOf(field, source, depth)
}

/** protobuf's numbers of scalar types. */
const scalars = { uint64: 4, int64: 3, bool: 8, text: 9, bytes: 12 } as const

function oneOf(field: Field, source: Source, depth: number): unknown {
  const { random, values } = source
  if (field.message !== undefined)
    return depth < depthMax ? requestOf(field.message as MessageType, source, depth + 1) : undefined
  if (field.enum !== undefined) return random.below(4)
  const number = random.pick(numbers) ?? 0n
  switch (field.scalar as number) {
    case scalars.bytes: {
      const known = random.chance(0.7) ? random.pick(values) : undefined
      return known ?? new Uint8Array(random.pick(lengths) ?? 0).fill(random.below(256))
    }
    case scalars.text:
      return random.pick(["ana", "bob", "zoe", "", "A", "é\u0000", "x".repeat(300)])
    case scalars.bool:
      return random.chance(0.5)
    case scalars.uint64:
      return number
    case scalars.int64:
      return number > 2n ** 62n ? -1n : number
    default:
      return Number(number & 0xffff_ffffn)
  }
}
