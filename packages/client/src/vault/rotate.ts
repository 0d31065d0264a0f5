import { decode, encode, equal, fail, type Milliseconds, type Result, succeed } from "@colombe/base"
import {
  type Author,
  deviceAuthor,
  headOf,
  type VerifiedChain,
  vaultContent,
  vaultEntry,
  vaultHeader,
} from "@colombe/rules"
import { type BuiltHeader, buildVaultHeader, isFull, sameSigner } from "@colombe/seal"
import { fetchChain } from "../account/chains.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { readRecord } from "../records/table.ts"
import { pullSelf } from "../self/pull.ts"
import { activeAt } from "./active.ts"
import { knownGenerations, type OpenGeneration, openGeneration } from "./generations.ts"
import { selfLogTable } from "./records.ts"
import { targetsAt } from "./targets.ts"

/** How often a lost race for the next number is tried again. */
const triesMax = 8
/** Spec V2: a generation is renewed after this, in milliseconds. */
export const generationLife: Milliseconds = 30 * 24 * 60 * 60 * 1000

/**
 * The next generation, sealed to exactly those active at the head of the chain. A lost race is tried again with fresh
 * keys on top of the winner's, which is enough where it already says the same.
 */
export async function rotateVault(home: Home, identity: Identity): Promise<Result<void>> {
  return rotateAs(home, identity, deviceAuthor(home.crypto, identity.me.account, identity.signer))
}

export async function rotateAs(home: Home, identity: Identity, author: Author): Promise<Result<void>> {
  let built: BuiltHeader | undefined
  for (let tries = 0; tries < triesMax; tries++) {
    const pulled = await pullSelf(home, identity)
    if (!pulled.ok) return pulled
    const [newest] = await knownGenerations(home.store)
    if (built !== undefined && newest !== undefined && equal(newest.name, built.name)) return succeed()
    const last = newest && (await openGeneration(home.store, newest.generation))
    // What cannot be opened here cannot be wrapped: another device, or the words, have to.
    if (newest !== undefined && (last === undefined || !isFull(last.secret)))
      return fail("vault-locked", "after-delay")
    const following = await transact(home, transaction => fetchChain(home, transaction, identity.me.account))
    if (!following.ok) return following
    if (following.value.at === "forked") return fail("account-frozen")
    const { chain } = following.value
    if (built !== undefined && last !== undefined && isDueTo(chain, last)) return succeed()
    const made = await build(home, identity, chain, author, last)
    if (!made.ok) return made
    built = made.value.built
    const answer = await wireOf(home).call("appendVault", { entry: made.value.entry })
    if (!answer.ok && answer.code !== "stale-epoch") return answer
  }
  return fail("stale-epoch", "after-delay")
}

async function build(
  home: Home,
  { me }: Identity,
  chain: VerifiedChain,
  author: Author,
  last: OpenGeneration | undefined,
): Promise<Result<{ built: BuiltHeader; entry: Uint8Array }>> {
  const due = await targetsAt(home, chain)
  if (!due.ok) return due
  const log = await readRecord(home.store, selfLogTable)
  const built = await buildVaultHeader(home.crypto, {
    account: me.account,
    generation: (log?.newest ?? 0) + 1,
    position: headOf(chain),
    signer: author.id,
    key: author.key,
    targets: due.value.targets,
    last,
  })
  if (!built.ok) return built
  const entry = encode(vaultEntry, { header: built.value.bytes, keyPackages: [...due.value.keyPackages] })
  return succeed({ built: built.value, entry })
}

/** Whether the generation is sealed to exactly those active at the head, each with what is due: only then it is sealed under. */
export function isDueTo(chain: VerifiedChain, { entry }: Pick<OpenGeneration, "entry">): boolean {
  const stored = decode(vaultEntry, entry)
  const header = stored.ok ? decode(vaultHeader, stored.value.header) : stored
  const content = header.ok ? decode(vaultContent, header.value.content) : header
  const due = activeAt(chain, headOf(chain))
  if (!stored.ok || !header.ok || !content.ok || due === undefined) return false
  const { to } = content.value
  return (
    due.length === to.length &&
    due.every((one, index) => {
      const recipient = to[index]
      return (
        recipient !== undefined && sameSigner(recipient.to, one.to) && (recipient.full === 1) === one.full
      )
    })
  )
}

/** Whether there is a generation under which this device may seal now. */
export async function usableGeneration(
  reader: RecordReader,
  chain: VerifiedChain,
): Promise<OpenGeneration | undefined> {
  const [newest] = await knownGenerations(reader)
  const current = newest && (await openGeneration(reader, newest.generation))
  const log = await readRecord(reader, selfLogTable)
  if (current === undefined || log?.newest !== current.generation) return undefined
  return isDueTo(chain, current) ? current : undefined
}
