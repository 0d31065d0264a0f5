import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import { type KeyPair, kemGenerateKeyPair, type Signer } from "@colombe/base/crypto"
import type { Group } from "./group.ts"
import { type LeafInput, leafFields } from "./key-package.ts"
import { protectPrivate } from "./private-message.ts"
import { contentSigned, verifyContent } from "./public/content.ts"
import type { MlsContext } from "./public/context.ts"
import { checkOpen, memberAt, type PendingProposal } from "./public/group.ts"
import { signWithLabel } from "./public/labels.ts"
import { addPending, type ReceiveCode } from "./public/receive.ts"
import type { AuthenticatedContent, FramedContent } from "./public/structs/framing.ts"
import { leafNodeSigned } from "./public/structs/leaf-node.ts"
import { encodeMessage } from "./public/structs/message.ts"
import type { Proposal } from "./public/structs/proposal.ts"
import { protectPublic } from "./public-message.ts"

export interface ProposeInput {
  readonly signer: Signer
  readonly authenticatedData?: Bytes
  /** Encrypts the proposal, with `padding` zero bytes. Default: a PublicMessage. */
  readonly encrypted?: { readonly padding: number }
}

export interface Proposed {
  /** MLSMessage to send. */
  readonly message: Bytes
  readonly proposal: PendingProposal
  /** The group with the proposal among those that wait. */
  readonly next: Group
}

export type ProposeCode = ReceiveCode | "wrong-signer"

/** Sends a proposal on its own, for somebody else to commit by reference (RFC 9420 §12.1). */
export async function propose(
  ctx: MlsContext,
  group: Group,
  proposal: Proposal,
  input: ProposeInput,
): Promise<Result<Proposed, ProposeCode>> {
  const open = checkOpen(group.public)
  if (!open.ok) return open
  const { suite, context } = group.public
  const { leafIndex, epoch, secretTree } = group.secrets
  const own = memberAt(group.public, leafIndex)
  if (own === undefined || !equal(own.signatureKey, input.signer.publicKey)) return fail("wrong-signer")
  const content: FramedContent = {
    groupId: context.groupId,
    epoch: context.epoch,
    sender: { kind: "member", leafIndex },
    authenticatedData: input.authenticatedData ?? new Uint8Array(0),
    body: { kind: "proposal", proposal },
  }
  const format = input.encrypted === undefined ? "publicMessage" : "privateMessage"
  const signed = contentSigned(format, content, context)
  const signature = await signWithLabel(input.signer, "FramedContentTBS", signed)
  const made: AuthenticatedContent = { format, content, auth: { signature, confirmationTag: undefined } }
  const verified = await verifyContent(ctx, group.public, made)
  if (!verified.ok) return verified
  const added = addPending(ctx, group.public, verified.value)
  if (!added.ok) return added
  const waiting = { ...group, public: added.value.next }
  if (input.encrypted === undefined) {
    const message = protectPublic(ctx.crypto, { suite, context, membershipKey: epoch.membership }, made)
    return succeed({ message, proposal: added.value.proposal, next: waiting })
  }
  const keys = { suite, senderDataSecret: epoch.senderData, secretTree }
  const sealed = await protectPrivate(ctx, keys, made, input.encrypted.padding)
  return succeed({
    message: encodeMessage({ format: "privateMessage", message: sealed.message }),
    proposal: added.value.proposal,
    next: { ...waiting, secrets: { ...group.secrets, secretTree: sealed.secretTree } },
  })
}

/** Asks the others to take this member out (draft-ietf-mls-extensions): in public, so that joiners can commit it too. */
export function proposeSelfRemove(
  ctx: MlsContext,
  group: Group,
  input: Omit<ProposeInput, "encrypted">,
): Promise<Result<Proposed, ProposeCode>> {
  return propose(ctx, group, { kind: "selfRemove" }, input)
}

export interface ProposeUpdateInput extends ProposeInput {
  /** What changes in the own leaf, beside its encryption key. */
  readonly leaf?: Partial<LeafInput>
  /** Takes over from `signer` once the proposal is committed. */
  readonly newSigner?: Signer
}

/** Proposes a new leaf of one's own; its key waits in `next` for the commit that takes it in (RFC 9420 §12.1.2). */
export async function proposeUpdate(
  ctx: MlsContext,
  group: Group,
  input: ProposeUpdateInput,
): Promise<Result<Proposed, ProposeCode>> {
  const { suite, context } = group.public
  const { leafIndex } = group.secrets
  const own = memberAt(group.public, leafIndex)
  if (own === undefined) return fail("wrong-signer")
  const keys: KeyPair = await kemGenerateKeyPair(ctx.crypto, suite.hpke.kem)
  const leafSigner = input.newSigner ?? input.signer
  const content = {
    ...leafFields({ ...own, ...input.leaf }),
    encryptionKey: keys.publicKey,
    signatureKey: leafSigner.publicKey,
    source: { kind: "update" },
  } as const
  const place = { groupId: context.groupId, leafIndex }
  const signature = await signWithLabel(leafSigner, "LeafNodeTBS", leafNodeSigned(content, place))
  const proposed = await propose(ctx, group, { kind: "update", leaf: { ...content, signature } }, input)
  if (!proposed.ok) return proposed
  const { next } = proposed.value
  const secrets = { ...next.secrets, updateKeys: [...next.secrets.updateKeys, keys] }
  return succeed({ ...proposed.value, next: { ...next, secrets } })
}
