import { decode, equal, keyOf } from "@colombe/base"
import {
  type ConversationId,
  devicesMax,
  entryBytesMax,
  headOf,
  kinds,
  labelledVerify,
  type SignerId,
  samePosition,
  signerKey,
  stateOf,
  type VaultContent,
  type VerifiedChain,
  vaultContent,
  vaultEntry,
  vaultHeader,
} from "@colombe/rules"
import type { NewEntry, StoredEntry } from "@colombe/store"
import { type Delivery, refuse } from "@colombe/wire"
import { takeToken } from "../buckets.ts"
import { loadAccount } from "../chains.ts"
import type { ServerContext } from "../context.ts"
import { answerEntry, type EntryAnswer } from "../entries.ts"
import type { Handler, Outcome, SignerCaller } from "../handler.ts"
import { changeMembers } from "../members.ts"
import { selfOf } from "../self.ts"
import { tellEntry, write } from "../writes.ts"

/**
 * Spec V12. Compare-and-set on the generation; the first one opens the log. The server sees who signed, at which place
 * of the chain, under which number; whether the seals hold is for the devices, and a header that fails them is void.
 */
export const appendVault: Handler<typeof Delivery.method.appendVault, SignerCaller> = async (
  server,
  caller,
  { entry },
) => {
  if (entry.length > entryBytesMax) return refuse("entry-too-large")
  const known = await loadAccount(server, caller.account)
  if (!known) return refuse("account-unknown")
  const limited = takeToken(server, "commits", keyOf(caller.account))
  if (limited) return limited
  const content = await readHeader(server, caller, known.chain, entry)
  if (!content.ok) return content
  const conversation = selfOf(server, caller.account)
  return server.lanes.run(keyOf(conversation), () =>
    appendNext(server, caller, conversation, content.value.generation, entry),
  )
}

async function appendNext(
  server: ServerContext,
  { account }: SignerCaller,
  conversation: ConversationId,
  generation: number,
  body: Uint8Array,
): Promise<EntryAnswer> {
  const { conversations } = server.store
  const head = await conversations.head(conversation)
  const epoch = head?.epoch ?? 0
  if (generation !== epoch + 1) return (await repeated(server, conversation, body)) ?? refuse("stale-epoch")
  const entry: NewEntry = {
    conversation,
    type: kinds.vault,
    body,
    author: account,
    sendKey: undefined,
    at: server.clock.now(),
    incarnation: 0,
    epoch,
    next: {
      incarnation: 0,
      epoch: generation,
      state: { kind: "whole", body: new Uint8Array() },
      groupInfo: new Uint8Array(),
      members: [account],
      welcomes: [],
    },
  }
  if (head === undefined) return openSelf(server, account, entry)
  const stored = await write(server, entry)
  return stored.ok ? answerEntry(stored.value) : stored
}

async function openSelf(server: ServerContext, account: Uint8Array, entry: NewEntry): Promise<EntryAnswer> {
  const opened = await server.store.conversations.open(entry)
  if (!opened.ok) return refuse("stale-epoch")
  changeMembers(server, entry.conversation, [], [account])
  tellEntry(server, entry.conversation, opened.value)
  server.fanOut.kick()
  return answerEntry(opened.value)
}

/** Entries looked at for a header whose answer was lost. */
const repeatsMax = 64

async function repeated(
  { store, crypto }: ServerContext,
  conversation: ConversationId,
  body: Uint8Array,
): Promise<EntryAnswer | undefined> {
  const head = await store.conversations.head(conversation)
  const from = Math.max(0, (head?.seq ?? 0) - repeatsMax)
  const digest = crypto.hash("SHA-256", body)
  const entries = await store.conversations.entries(conversation, from, repeatsMax)
  const same = (one: StoredEntry) => one.type === kinds.vault && equal(one.digest, digest)
  const first = entries.find(same)
  return first && answerEntry(first)
}

async function readHeader(
  { crypto }: ServerContext,
  caller: SignerCaller,
  chain: VerifiedChain,
  bytes: Uint8Array,
): Promise<Outcome<VaultContent>> {
  const entry = decode(vaultEntry, bytes)
  const header = entry.ok ? decode(vaultHeader, entry.value.header) : entry
  const content = header.ok ? decode(vaultContent, header.value.content) : header
  if (!entry.ok || !header.ok || !content.ok) return refuse("vault-invalid")
  if (entry.value.keyPackages.length > devicesMax) return refuse("vault-invalid")
  const { account, position, signer } = content.value
  if (!equal(account, caller.account) || !sameSigner(signer, caller.signer)) return refuse("vault-invalid")
  // The chain has grown meanwhile: read it, and seal to whoever is active now.
  if (!samePosition(position, headOf(chain))) return refuse("stale-epoch")
  const key = maySeal(chain, signer) ? signerKey(stateOf(chain), signer) : undefined
  if (key === undefined) return refuse("vault-invalid")
  const signed = await labelledVerify(crypto, key, "vault", header.value.content, header.value.signature)
  return signed ? content : refuse("vault-invalid")
}

function maySeal(chain: VerifiedChain, signer: SignerId): boolean {
  const device = stateOf(chain).devices.find(one => equal(one.id, signer.id))
  return signer.kind === "recovery" || device?.scope.kind === "all"
}

function sameSigner(left: SignerId, right: SignerId): boolean {
  return left.kind === right.kind && equal(left.id, right.id)
}
