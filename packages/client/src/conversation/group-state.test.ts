import { expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import { platformCrypto } from "@colombe/base/crypto/platform"
import {
  createCommit,
  createGroup,
  decodeTree,
  dropExporter,
  encodeGroup,
  encodeTree,
  type Group,
  generateKeyPackage,
  suiteIds,
} from "@colombe/mls"
import { beginTransaction } from "../home/transaction.ts"
import { groupPartTable } from "../records/conversation-records.ts"
import { scanRecords } from "../records/table.ts"
import { memoryLocalStore } from "../store/memory.ts"
import { type GroupState, loadGroup, saveGroup, stateOfMember } from "./group-state.ts"

const mls = { crypto: platformCrypto(globalThis.crypto) }
const home = { mls }
const conversation = new Uint8Array(32).fill(7) as Parameters<typeof saveGroup>[2]
const suite = suiteIds.MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519

async function someone(name: string) {
  return {
    signer: await signerFromPrivateKey(mls.crypto, "Ed25519", mls.crypto.random(32)),
    credential: { type: "basic", identity: toUtf8(name) } as const,
    capabilities: { versions: [1], suites: [suite], extensions: [], proposals: [], credentials: [1] },
    extensions: [],
    suite,
    lifetime: { notBefore: 0n, notAfter: 2n ** 64n - 1n },
  }
}

const ana = await someone("ana")
const alone = unwrap(await createGroup(mls, { ...ana, groupId: toUtf8("group"), groupExtensions: [] }))

async function grown(group: Group, count: number): Promise<Group> {
  const proposals = []
  for (let place = 0; place < count; place++) {
    const { keyPackage } = unwrap(await generateKeyPackage(mls, await someone(`member ${place}`)))
    proposals.push({ kind: "add", keyPackage } as const)
  }
  return unwrap(await createCommit(mls, group, { signer: ana.signer, proposals })).next
}

async function refreshed(group: Group): Promise<Group> {
  return unwrap(await createCommit(mls, group, { signer: ana.signer })).next
}

function stored() {
  const store = memoryLocalStore()
  let written = 0
  const counting = {
    ...store,
    write: (changes: Parameters<typeof store.write>[0]) => {
      written = changes.reduce((sum, change) => sum + ("put" in change ? change.value.length : 0), 0)
      return store.write(changes)
    },
  }
  const save = async (state: GroupState, before: GroupState | undefined) => {
    const transaction = beginTransaction(counting)
    await saveGroup(home, transaction, conversation, state, before)
    await transaction.commit()
    return written
  }
  const load = async () => {
    const state = await loadGroup(home, store, conversation)
    if (state?.member === undefined) throw new Error("a member's state was saved")
    return state
  }
  const parts = async () => (await scanRecords(store, groupPartTable, { limit: 1000 })).length
  return { save, load, parts }
}

/** Of the tree itself: which of its hashes are known already may differ. */
function bytesOf({ member }: GroupState) {
  if (member === undefined) return undefined
  const tree = unwrap(decodeTree(encodeTree(member.public.tree)))
  const unhashed = { ...member, public: { ...member.public, tree } } as unknown as Group
  return encodeGroup(mls, unhashed)
}

test("a commit in a group writes its path, and the state is the same again", async () => {
  const { save, load, parts } = stored()
  let state = stateOfMember(await grown(alone, 100))
  const whole = await save(state, undefined)
  for (let epoch = 0; epoch < 5; epoch++) {
    const before = await load()
    expect(bytesOf(before)).toEqual(bytesOf(state))
    if (before.member === undefined) throw new Error("a member")
    state = stateOfMember(await refreshed(before.member))
    expect((await save(state, before)) * 4).toBeLessThan(whole)
  }
  expect(bytesOf(await load())).toEqual(bytesOf(state))
  expect(await parts()).toBe(6)
})

test("the log starts again once its changes outweigh it", async () => {
  const { save, load, parts } = stored()
  let state = stateOfMember(await grown(alone, 3))
  await save(state, undefined)
  let most = 0
  for (let epoch = 0; epoch < 8; epoch++) {
    const before = await load()
    if (before.member === undefined) throw new Error("a member")
    state = stateOfMember(await refreshed(before.member))
    await save(state, before)
    most = Math.max(most, await parts())
    expect(bytesOf(await load())).toEqual(bytesOf(state))
  }
  expect(most).toBeLessThan(8)
})

test("a state that follows another than the stored one is written whole", async () => {
  const { save, load, parts } = stored()
  await save(stateOfMember(await grown(alone, 3)), undefined)
  const elsewhere = stateOfMember(await grown(alone, 2))
  if (elsewhere.member === undefined) throw new Error("a member")
  const after = stateOfMember(await refreshed(elsewhere.member))
  await save(after, elsewhere)
  expect(bytesOf(await load())).toEqual(bytesOf(after))
  expect(await parts()).toBe(1)
})

test("secrets that are gone from the state are gone from the store, whose public half stays", async () => {
  const { save, load } = stored()
  const group = await grown(alone, 20)
  const state = stateOfMember(group)
  const whole = await save(state, undefined)
  const dropped = stateOfMember(dropExporter(group))
  expect((await save(dropped, state)) * 2).toBeLessThan(whole)
  expect((await load()).member?.secrets.epoch.exporter).toBeUndefined()
})
