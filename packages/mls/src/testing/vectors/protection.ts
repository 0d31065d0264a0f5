import { type Bytes, encode, unwrap } from "@colombe/base"
import { signerFromPrivateKey } from "@colombe/base/crypto"
import type { MlsContext, Suite } from "../../index.ts"
import { protectPrivate, unprotectPrivate } from "../../private-message.ts"
import { contentSigned, verifyContent } from "../../public/content.ts"
import type { PublicGroupState } from "../../public/group.ts"
import { signWithLabel } from "../../public/labels.ts"
import { commit } from "../../public/structs/commit.ts"
import type { AuthenticatedContent, FramedBody } from "../../public/structs/framing.ts"
import { decodeMessageAs } from "../../public/structs/message.ts"
import { proposal } from "../../public/structs/proposal.ts"
import { leafSlot, parentSlot } from "../../public/tree/tree.ts"
import { membershipTagFits, protectPublic } from "../../public-message.ts"
import { startSecretTree } from "../../secret-tree.ts"
import { check, hex, same } from "./check.ts"
import { kind, privateKey, type SuiteCase, suiteOf } from "./kind.ts"

interface MessageProtection extends SuiteCase {
  readonly group_id: string
  readonly epoch: number
  readonly tree_hash: string
  readonly confirmed_transcript_hash: string
  readonly signature_priv: string
  readonly signature_pub: string
  readonly encryption_secret: string
  readonly sender_data_secret: string
  readonly membership_key: string
  readonly proposal: string
  readonly proposal_pub: string
  readonly proposal_priv: string
  readonly commit: string
  readonly commit_pub: string
  readonly commit_priv: string
  readonly application: string
  readonly application_priv: string
}

interface Setting {
  readonly ctx: MlsContext
  readonly suite: Suite
  readonly vector: MessageProtection
  readonly group: PublicGroupState
}

const senderLeaf = 1

export const messageProtection = kind<MessageProtection>(
  "message-protection",
  ["signature_pub", "membership_key", "application_priv"],
  async (ctx, vector) => {
    const suite = suiteOf(vector)
    const setting = { ctx, suite, vector, group: groupOf(suite, vector) }
    for (const content of ["proposal", "commit"] as const) {
      const pub = unwrap(decodeMessageAs(hex(vector[`${content}_pub`]), "publicMessage"))
      await checkPublic(setting, pub, content)
      const body = pub.content.body
      const protectedAgain = await protectedPublic(setting, body, pub.auth.confirmationTag)
      await checkPublic(setting, unwrap(decodeMessageAs(protectedAgain, "publicMessage")), content)
      await checkPrivate(setting, body, hex(vector[`${content}_priv`]))
    }
    const application: FramedBody = { kind: "application", data: hex(vector.application) }
    await checkPrivate(setting, application, hex(vector.application_priv))
    const inPublic = await protectedPublic(setting, application, undefined)
    const { content, auth } = unwrap(decodeMessageAs(inPublic, "publicMessage"))
    const refused = await verifyContent(ctx, setting.group, { format: "publicMessage", content, auth })
    check(!refused.ok && refused.code === "unexpected-message", "application data only encrypted")
  },
)

/** Two leaves of which only the sender's key matters. */
function groupOf(suite: Suite, vector: MessageProtection): PublicGroupState {
  const leaf = {
    encryptionKey: new Uint8Array(),
    signatureKey: hex(vector.signature_pub),
    credential: { type: "basic", identity: new Uint8Array() },
    capabilities: { versions: [], suites: [], extensions: [], proposals: [], credentials: [] },
    source: { kind: "update" },
    extensions: [],
    signature: new Uint8Array(),
  } as const
  return {
    suite,
    context: {
      version: 1,
      suite: suite.id,
      groupId: hex(vector.group_id),
      epoch: vector.epoch,
      treeHash: hex(vector.tree_hash),
      confirmedTranscriptHash: hex(vector.confirmed_transcript_hash),
      extensions: [],
    },
    tree: { height: 1, root: parentSlot(undefined, leafSlot(leaf), leafSlot(leaf)) },
    confirmationTag: new Uint8Array(),
    interimTranscriptHash: new Uint8Array(),
    pending: [],
    reInit: undefined,
  }
}

function encodedBody(body: FramedBody): Bytes {
  if (body.kind === "proposal") return encode(proposal, body.proposal)
  if (body.kind === "commit") return encode(commit, body.commit)
  return body.data
}

async function checkPublic(
  { ctx, suite, vector, group }: Setting,
  message: Extract<ReturnType<typeof decodeMessageAs<"publicMessage">>, { ok: true }>["value"],
  content: "proposal" | "commit",
): Promise<void> {
  const input = { suite, context: group.context, membershipKey: hex(vector.membership_key) }
  check(membershipTagFits(ctx.crypto, input, message), "membership tag")
  unwrap(await verifyContent(ctx, group, { format: "publicMessage", ...message }))
  same(encodedBody(message.content.body), vector[content], content)
}

async function signed(
  { ctx, suite, vector, group }: Setting,
  format: AuthenticatedContent["format"],
  body: FramedBody,
  confirmationTag: Bytes | undefined,
): Promise<AuthenticatedContent> {
  const signer = await signerFromPrivateKey(
    ctx.crypto,
    suite.signature,
    privateKey(suite, vector.signature_priv),
  )
  const content = {
    groupId: group.context.groupId,
    epoch: group.context.epoch,
    sender: { kind: "member", leafIndex: senderLeaf },
    authenticatedData: new Uint8Array(),
    body,
  } as const
  const tbs = contentSigned(format, content, group.context)
  const signature = await signWithLabel(signer, "FramedContentTBS", tbs)
  return { format, content, auth: { signature, confirmationTag } }
}

async function protectedPublic(
  setting: Setting,
  body: FramedBody,
  confirmationTag: Bytes | undefined,
): Promise<Bytes> {
  const { ctx, suite, vector, group } = setting
  const input = { suite, context: group.context, membershipKey: hex(vector.membership_key) }
  return protectPublic(ctx.crypto, input, await signed(setting, "publicMessage", body, confirmationTag))
}

async function checkPrivate(setting: Setting, expected: FramedBody, given: Bytes): Promise<void> {
  const { ctx, suite, vector, group } = setting
  const keys = {
    suite,
    senderDataSecret: hex(vector.sender_data_secret),
    secretTree: startSecretTree(hex(vector.encryption_secret), 2),
  }
  const message = unwrap(decodeMessageAs(given, "privateMessage"))
  const opened = unwrap(await unprotectPrivate(ctx, keys, () => true, message)).content
  unwrap(await verifyContent(ctx, group, opened))
  check(opened.content.sender.kind === "member", "a member")
  check(opened.content.sender.leafIndex === senderLeaf, "the sender")
  same(encodedBody(opened.content.body), encodedBody(expected), expected.kind)
  const content = await signed(setting, "privateMessage", expected, opened.auth.confirmationTag)
  const again = await protectPrivate(ctx, keys, content, 7)
  const reopened = unwrap(await unprotectPrivate(ctx, keys, () => true, again.message)).content
  unwrap(await verifyContent(ctx, group, reopened))
  same(encodedBody(reopened.content.body), encodedBody(expected), `${expected.kind}, protected again`)
}
