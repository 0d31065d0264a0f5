import { assert, type Bytes, decode, encode, equal, fail, type Result, succeed } from "@colombe/base"
import type { Group } from "./group.ts"
import { decryptWithLabel, encryptWithLabel } from "./hpke.ts"
import type { KeyPackageSecrets } from "./key-package.ts"
import { confirmationTagOf, expandWithLabel, startFromJoiner, welcomeSecret } from "./key-schedule.ts"
import type { MadeCommit } from "./make-commit.ts"
import { findPreSharedKeySecret } from "./pre-shared-key.ts"
import type { AddedMember } from "./public/commit/apply.ts"
import type { MlsContext } from "./public/context.ts"
import type { PublicGroup } from "./public/group.ts"
import { type GroupInfoCode, openGroupInfo } from "./public/group-info.ts"
import { inBatches } from "./public/in-batches.ts"
import { referenceOf } from "./public/key-package.ts"
import { type GroupInfo, groupInfo } from "./public/structs/group-info.ts"
import type { KeyPackage } from "./public/structs/key-package.ts"
import { leafNode } from "./public/structs/leaf-node.ts"
import { decodeMessageAs, encodeMessage } from "./public/structs/message.ts"
import type { PreSharedKeyId } from "./public/structs/pre-shared-key.ts"
import { type GroupSecretsMessage, groupSecrets, type Welcome } from "./public/structs/welcome.ts"
import { aeadNonceBytes, findSuite, type Suite } from "./public/suite.ts"
import { commonAncestor } from "./public/tree/math.ts"
import { filteredDirectPath, leaves, leavesOf } from "./public/tree/tree.ts"
import { startSecretTree } from "./secret-tree.ts"
import { climb } from "./tree-kem.ts"

type WelcomeEntry = Welcome["secrets"][number]

const label = "Welcome"
const empty = new Uint8Array(0)

function welcomeKey(ctx: MlsContext, suite: Suite, secret: Bytes): { key: Bytes; nonce: Bytes } {
  return {
    key: expandWithLabel(ctx.crypto, suite, secret, "key", empty, suite.aeadKeyBytes),
    nonce: expandWithLabel(ctx.crypto, suite, secret, "nonce", empty, aeadNonceBytes),
  }
}

/** One Welcome for everybody whom the commit adds (RFC 9420 §12.4.3.1); undefined where it adds nobody. */
export async function makeWelcome(
  ctx: MlsContext,
  { judged, path, epoch }: MadeCommit,
  info: GroupInfo,
): Promise<Result<Bytes | undefined, "unusable-key">> {
  const { added } = judged.effects
  if (added.length === 0) return succeed(undefined)
  const { suite } = judged.next
  const { key, nonce } = welcomeKey(ctx, suite, epoch.welcome)
  const encryptedGroupInfo = await ctx.crypto.aeadSeal(suite.aead, key, nonce, empty, encode(groupInfo, info))
  const sealFor = async ({ leafIndex, keyPackage }: AddedMember): Promise<WelcomeEntry | undefined> => {
    const pathSecret = path?.pathSecrets.get(commonAncestor(judged.committerLeaf, leafIndex))
    assert(path === undefined || pathSecret !== undefined, "a path reaches every newcomer")
    const message: GroupSecretsMessage = {
      joinerSecret: epoch.joiner,
      pathSecret: pathSecret && { secret: pathSecret },
      preSharedKeys: judged.preSharedKeys,
    }
    const plaintext = encode(groupSecrets, message)
    const sealed = await encryptWithLabel(
      ctx.crypto,
      suite,
      keyPackage.initKey,
      label,
      encryptedGroupInfo,
      plaintext,
    )
    return sealed && { newMember: referenceOf(ctx, suite, keyPackage), encryptedGroupSecrets: sealed }
  }
  const secrets: WelcomeEntry[] = []
  for (const entry of await inBatches(added, sealFor, one => one === undefined)) {
    if (entry === undefined) return fail("unusable-key")
    secrets.push(entry)
  }
  const message = { suite: suite.id, secrets, encryptedGroupInfo }
  return succeed(encodeMessage({ format: "welcome", message }))
}

export interface JoinInput {
  /** MLSMessage(Welcome). */
  readonly welcome: Bytes
  readonly keyPackage: KeyPackage
  readonly secrets: KeyPackageSecrets
  /** The ratchet tree, where the Welcome does not carry it. */
  readonly tree?: Bytes
}

export type JoinCode =
  | GroupInfoCode
  | "not-welcomed"
  | "wrong-suite"
  | "undecryptable"
  | "bad-psk-id"
  | "unknown-psk"
  | "bad-path-secret"
  | "bad-confirmation-tag"

export interface Joined {
  readonly group: Group
  /** Who signed the GroupInfo: the committer, unless the Welcome was made later. */
  readonly signer: number
}

/**
 * RFC 9420 §12.4.3.1. That the group is the one meant is for the caller to prove. A Welcome to a group that continues
 * another is `bad-psk-id` here: only who knows the other can judge it (`joinContinuation`).
 */
export async function joinFromWelcome(ctx: MlsContext, input: JoinInput): Promise<Result<Joined, JoinCode>> {
  const entered = await enterByWelcome(ctx, input)
  if (!entered.ok) return entered
  const { group, signer, founding } = entered.value
  return founding === undefined ? succeed({ group, signer }) : fail("bad-psk-id")
}

export interface Entered extends Joined {
  /** The resumption key by which the group is bound to an older one, if it is. */
  readonly founding: PreSharedKeyId | undefined
}

/** Everything of a Welcome but what it says of an older group. */
export async function enterByWelcome(ctx: MlsContext, input: JoinInput): Promise<Result<Entered, JoinCode>> {
  const opened = await openWelcome(ctx, input)
  if (!opened.ok) return opened
  const { suite, secrets, preSharedKeySecret, info } = opened.value
  const offered = await openGroupInfo(ctx, info, input.tree)
  if (!offered.ok) return offered
  const { group, signer } = offered.value
  const leafIndex = ownLeaf(group, input.keyPackage)
  if (leafIndex === undefined) return fail("not-welcomed")
  const nodeKeys = new Map([[2 * leafIndex, input.secrets.leafKey]])
  if (secrets.pathSecret !== undefined) {
    const start = commonAncestor(leafIndex, signer)
    const steps = filteredDirectPath(group.tree, signer)
    const nodes = steps
      .slice(steps.findIndex(({ nodeIndex }) => nodeIndex === start))
      .map(({ nodeIndex, node }) => ({ nodeIndex, publicKey: node?.encryptionKey }))
    const climbed = await climb(ctx, suite, secrets.pathSecret.secret, nodes)
    if (!climbed.ok) return climbed
    for (const [node, key] of climbed.value.nodeKeys) nodeKeys.set(node, key)
  }
  const epoch = startFromJoiner(ctx.crypto, suite, secrets.joinerSecret, preSharedKeySecret, group.context)
  const { confirmedTranscriptHash } = group.context
  const tag = confirmationTagOf(ctx.crypto, suite, epoch.secrets.confirmation, confirmedTranscriptHash)
  if (!equal(tag, group.confirmationTag)) return fail("bad-confirmation-tag")
  const secretTree = startSecretTree(epoch.encryption, leavesOf(group.tree))
  const own = { leafIndex, nodeKeys, updateKeys: [], epoch: epoch.secrets, secretTree }
  const founding = secrets.preSharedKeys.find(isFounding)
  return succeed({ group: { public: group, secrets: own }, signer, founding })
}

interface OpenedWelcome {
  readonly suite: Suite
  readonly secrets: GroupSecretsMessage
  readonly preSharedKeySecret: Bytes
  readonly info: GroupInfo
}

/** Decrypts both layers of a Welcome; nothing of it is checked yet. */
export async function openWelcome(
  ctx: MlsContext,
  { welcome, keyPackage, secrets: own }: Omit<JoinInput, "tree">,
): Promise<Result<OpenedWelcome, JoinCode>> {
  const message = decodeMessageAs(welcome, "welcome")
  if (!message.ok) return message
  const suite = findSuite(message.value.suite, ctx.suites)
  if (suite === undefined) return fail("unsupported-suite")
  if (keyPackage.suite !== suite.id) return fail("wrong-suite")
  const reference = referenceOf(ctx, suite, keyPackage)
  const entry = message.value.secrets.find(({ newMember }) => equal(newMember, reference))
  if (entry === undefined) return fail("not-welcomed")
  const { encryptedGroupInfo } = message.value
  const sealed = entry.encryptedGroupSecrets
  const opened = await decryptWithLabel(ctx.crypto, suite, own.initKey, label, encryptedGroupInfo, sealed)
  if (opened === undefined) return fail("undecryptable")
  const secrets = decode(groupSecrets, opened)
  if (!secrets.ok) return secrets
  const preSharedKeySecret = await findPreSharedKeySecret(ctx, suite, secrets.value.preSharedKeys)
  if (!preSharedKeySecret.ok) return preSharedKeySecret
  const shared = preSharedKeySecret.value
  const { key, nonce } = welcomeKey(
    ctx,
    suite,
    welcomeSecret(ctx.crypto, suite, secrets.value.joinerSecret, shared),
  )
  const plaintext = await ctx.crypto.aeadOpen(suite.aead, key, nonce, empty, encryptedGroupInfo)
  if (plaintext === undefined) return fail("undecryptable")
  const info = decode(groupInfo, plaintext)
  if (!info.ok) return info
  if (info.value.context.suite !== suite.id) return fail("wrong-suite")
  const allowed = checkPreSharedKeys(suite, secrets.value.preSharedKeys, info.value)
  if (!allowed.ok) return allowed
  return succeed({ suite, secrets: secrets.value, preSharedKeySecret: shared, info: info.value })
}

/** RFC 9420 §12.4.3.1: a key of another group starts a new one, alone and in its first epoch. */
function checkPreSharedKeys(
  suite: Suite,
  ids: readonly PreSharedKeyId[],
  info: GroupInfo,
): Result<void, "bad-psk-id"> {
  if (!ids.every(({ nonce }) => nonce.length === suite.secretBytes)) return fail("bad-psk-id")
  const founding = ids.filter(isFounding).length
  if (founding === 0) return succeed()
  return founding === 1 && info.context.epoch === 1 ? succeed() : fail("bad-psk-id")
}

function isFounding({ key }: PreSharedKeyId): boolean {
  return key.kind === "resumption" && key.usage !== "application"
}

/** The leaf that is identical to the one in the key package. */
function ownLeaf(group: PublicGroup, keyPackage: KeyPackage): number | undefined {
  const encoded = encode(leafNode, keyPackage.leaf)
  for (const { leafIndex, leaf } of leaves(group.tree))
    if (equal(leaf.encryptionKey, keyPackage.leaf.encryptionKey) && equal(encode(leafNode, leaf), encoded))
      return leafIndex
  return undefined
}
