import { expect, test } from "bun:test"
import { type Bytes, encode, toUtf8, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import {
  createCommit,
  createGroup,
  dropExporter,
  encodeTree,
  exportSecret,
  type Group,
  generateKeyPackage,
  groupContext,
  joinFromWelcome,
  processMessage,
  suiteIds,
} from "@colombe/mls"
import { labelledHash } from "@colombe/rules"
import { openMessage } from "../message/open-message.ts"
import { makeRoom, type Room, readerOf, seal, seededCrypto } from "../testing/room.ts"
import type { Candidate } from "./candidates.ts"
import { epochKeyExport } from "./exports.ts"

const suite = suiteIds.MLS_128_MLKEM768X25519_AES256GCM_SHA384_Ed25519
const conversation = new Uint8Array(32).fill(7)

async function member(crypto: ReturnType<typeof seededCrypto>, name: string) {
  const signer = await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))
  const leaf = {
    credential: { type: "basic", identity: toUtf8(name) } as const,
    capabilities: { versions: [1], suites: [suite], extensions: [], proposals: [], credentials: [1] },
    extensions: [],
  }
  return { suite, ...leaf, signer, lifetime: { notBefore: 0n, notAfter: 2n ** 64n - 1n } }
}

function keyOf(
  crypto: ReturnType<typeof seededCrypto>,
  group: Group,
): Pick<Candidate, "key" | "ctx" | "origin"> {
  const { label, context, length } = epochKeyExport(conversation)
  const key = unwrap(exportSecret({ crypto }, group, label, context, length))
  const ctx = labelledHash(crypto, "context", encode(groupContext, group.public.context))
  return { key, ctx, origin: { from: "derived" } }
}

async function opens(room: Room, bytes: Bytes, keys: Parameters<typeof openMessage>[3]): Promise<string> {
  const opened = await openMessage(room.crypto, room.place, bytes, keys, readerOf(room))
  return opened.ok ? "opened" : opened.code
}

test("K1, S1 members of a real group derive one key; whoever is removed opens nothing that follows", async () => {
  const crypto = seededCrypto("group")
  const mls = { crypto }
  const [ana, bob] = [await member(crypto, "ana"), await member(crypto, "bob")]
  const alone = unwrap(await createGroup(mls, { ...ana, groupId: conversation, groupExtensions: [] }))
  const { keyPackage, secrets } = unwrap(await generateKeyPackage(mls, bob))
  const adding = { signer: ana.signer, proposals: [{ kind: "add", keyPackage } as const] }
  const added = unwrap(await createCommit(mls, alone, adding))
  const welcome = added.welcome ?? new Uint8Array()
  const tree = encodeTree(added.next.public.tree)
  const joined = unwrap(await joinFromWelcome(mls, { welcome, keyPackage, secrets, tree })).group
  const [anaKey, bobKey] = [keyOf(crypto, added.next), keyOf(crypto, joined)]
  expect(bobKey).toEqual(anaKey)
  expect(keyOf(crypto, alone).key).not.toEqual(anaKey.key)

  const room = await makeRoom("together", { crypto, key: anaKey })
  expect(await opens(room, await seal(room), [bobKey])).toBe("opened")

  const removing = { signer: ana.signer, proposals: [{ kind: "remove", removed: 1 } as const] }
  const removed = unwrap(await createCommit(mls, added.next, removing))
  const heard = unwrap(await processMessage(mls, joined, removed.commit))
  expect(heard.kind === "commit" && heard.next === undefined).toBe(true)
  const after = await makeRoom("without", { crypto, key: keyOf(crypto, removed.next) })
  expect(await opens(after, await seal(after), [bobKey, keyOf(crypto, alone)])).toBe("key-wrong")
})

test("K1 without its exporter secret a state gives no key of its epoch", async () => {
  const crypto = seededCrypto("dropped")
  const ana = await member(crypto, "ana")
  const group = unwrap(await createGroup({ crypto }, { ...ana, groupId: conversation, groupExtensions: [] }))
  const { label, context, length } = epochKeyExport(conversation)
  const again = exportSecret({ crypto }, dropExporter(group), label, context, length)
  expect(again).toMatchObject({ code: "exporter-dropped" })
})
