import { assert, type Bytes, equal, type Result, unwrap } from "@colombe/base"
import {
  applyCommit,
  createCommit,
  encodeGroup,
  encodeMessage,
  encodePublicGroup,
  encodeTree,
  type GeneratedKeyPackage,
  joinFromWelcome,
  processMessage,
  proposeUpdate,
  protectApplication,
  publicGroupFromGroupInfo,
  readKeyPackage,
  receiveProposal,
} from "../index.ts"
import { keyPackageOf } from "./people.ts"
import type { SmallGroup } from "./small-group.ts"

/** A message that is right, and how those who get it read it. */
export interface FuzzTarget {
  readonly name: string
  readonly bytes: Bytes
  readonly readers: readonly ((bytes: Bytes) => Promise<Result<unknown, string>>)[]
}

/** One message of each kind, of Ana, for Bob, the server and Zoe. */
export async function messagesOf({ ctx, server, ana, bob, zoe }: SmallGroup): Promise<readonly FuzzTarget[]> {
  const suite = server.suite.id
  const own: GeneratedKeyPackage = await keyPackageOf(ctx, zoe, suite)
  const { signer } = ana.person
  const proposals = [{ kind: "add", keyPackage: own.keyPackage }] as const
  const made = unwrap(await createCommit(ctx, ana.group, { signer, proposals, forcePath: true }))
  const sealed = unwrap(
    await createCommit(ctx, ana.group, { signer, forcePath: true, encrypted: { padding: 5 } }),
  )
  const update = unwrap(await proposeUpdate(ctx, ana.group, { signer }))
  const said = unwrap(
    await protectApplication(ctx, ana.group, { signer, data: new Uint8Array(20), padding: 9 }),
  )
  const tree = encodeTree(made.next.public.tree)
  const welcome = made.welcome ?? new Uint8Array()
  const member = (bytes: Bytes) => processMessage(ctx, bob.group, bytes)
  const join = { keyPackage: own.keyPackage, secrets: own.secrets }
  return [
    { name: "a commit", bytes: made.commit, readers: [member] },
    { name: "an encrypted commit", bytes: sealed.commit, readers: [member] },
    { name: "a proposal", bytes: update.message, readers: [member] },
    { name: "an application message", bytes: said.message, readers: [member] },
    {
      name: "a Welcome",
      bytes: welcome,
      readers: [bytes => joinFromWelcome(ctx, { ...join, welcome: bytes, tree })],
    },
    {
      name: "a tree",
      bytes: tree,
      readers: [bytes => joinFromWelcome(ctx, { ...join, welcome, tree: bytes })],
    },
    {
      name: "a GroupInfo",
      bytes: made.groupInfo,
      readers: [bytes => publicGroupFromGroupInfo(ctx, bytes, tree)],
    },
    {
      name: "a key package",
      bytes: encodeMessage({ format: "keyPackage", message: own.keyPackage }),
      readers: [bytes => readKeyPackage(ctx, bytes)],
    },
  ]
}

/** Whether anybody takes the bytes in; each refusal has to be a code, and nobody's state may change. */
export async function readEverywhere(
  group: SmallGroup,
  { readers }: FuzzTarget,
  bytes: Bytes,
  codes = new Map<string, number>(),
): Promise<{ readonly taken: boolean }> {
  const { ctx, server } = group
  // The server sees these too; what it takes is M14's to say, and that it answers is asserted here.
  for (const read of [applyCommit, receiveProposal]) {
    const answer = await read(ctx, server, bytes)
    if (!answer.ok) count(codes, answer.code)
  }
  let taken = false
  for (const read of readers) {
    const answer = await read(bytes)
    if (answer.ok) taken = true
    else count(codes, answer.code)
  }
  return { taken }
}

function count(codes: Map<string, number>, code: string): void {
  assert(/^[a-z-]+$/.test(code), `a refusal has a code: ${code}`)
  codes.set(code, (codes.get(code) ?? 0) + 1)
}

/** Milliseconds that reading one message may take, on a machine that does much else besides. */
const readingMax = 5_000

/** Changes messages by chance as long as `goesOn` says so; throws at the first that is taken in, crashes or hangs. */
export async function fuzz(
  seed: number,
  group: SmallGroup,
  targets: readonly FuzzTarget[],
  goesOn: (run: number) => boolean,
): Promise<{ readonly runs: number; readonly codes: ReadonlyMap<string, number> }> {
  const below = generator(seed)
  const codes = new Map<string, number>()
  const state = () => {
    const { public: shown, secrets } = encodeGroup(group.ctx, group.bob.group)
    return [shown, secrets, encodePublicGroup(group.server)]
  }
  const before = state()
  let run = 0
  for (; goesOn(run); run++) {
    const target = targets[run % targets.length]
    const other = targets[below(targets.length)]
    assert(target !== undefined && other !== undefined, "there are targets")
    const changed = mutate(target.bytes, other.bytes, below)
    if (equal(changed, target.bytes)) continue
    const start = performance.now()
    const { taken } = await readEverywhere(group, target, changed, codes)
    assert(!taken, `seed ${seed}, run ${run}: ${target.name} is taken in though it was changed`)
    assert(performance.now() - start < readingMax, `seed ${seed}, run ${run}: ${target.name} takes too long`)
  }
  for (const [index, bytes] of state().entries())
    assert(equal(bytes, before[index] ?? bytes.slice(1)), "no state changes")
  return { runs: run, codes }
}

/** Bits, bytes, lengths, cuts, pieces of other messages. */
function mutate(bytes: Bytes, other: Bytes, below: (limit: number) => number): Bytes {
  const place = below(bytes.length)
  const changed = bytes.slice()
  switch (below(7)) {
    case 0:
      changed[place] = (changed[place] ?? 0) ^ (1 << below(8))
      return changed
    case 1:
      changed[place] = below(256)
      return changed
    case 2:
      return bytes.slice(0, place)
    case 3: {
      const end = Math.min(bytes.length, place + 1 + below(8))
      return Uint8Array.of(...bytes.slice(0, place), ...bytes.slice(end))
    }
    case 4: {
      const from = below(other.length)
      return Uint8Array.of(
        ...bytes.slice(0, place),
        ...other.slice(from, from + 1 + below(40)),
        ...bytes.slice(place),
      )
    }
    case 5:
      changed.set(
        [0x80 + below(64), below(256), below(256), below(256)].slice(0, bytes.length - place),
        place,
      )
      return changed
    default:
      changed.fill(below(2) * 255, place, place + 1 + below(32))
      return changed
  }
}

/** A linear congruential generator is enough to choose places. */
function generator(seed: number): (limit: number) => number {
  let state = seed >>> 0
  return limit => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state >>> 8) % limit
  }
}
