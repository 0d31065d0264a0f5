import { type Bytes, equal, fail, type Result, succeed } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import { contentSigned, verifyContent } from "./content.ts"
import type { PublicContext } from "./context.ts"
import { checkOpen, type PendingProposal, type PublicGroup } from "./group.ts"
import { signWithLabel } from "./labels.ts"
import { addPending, type ReceiveCode } from "./receive.ts"
import { readExternalSenders } from "./structs/extension.ts"
import type { FramedContent, Sender } from "./structs/framing.ts"
import type { KeyPackage } from "./structs/key-package.ts"
import { encodeMessage } from "./structs/message.ts"
import type { Proposal } from "./structs/proposal.ts"

export interface ExternalProposalInput {
  readonly signer: Signer
  readonly authenticatedData?: Bytes
}

export interface ExternallyProposed {
  /** MLSMessage(PublicMessage) to send; a member commits it by reference. */
  readonly message: Bytes
  readonly proposal: PendingProposal
  /** The group with the proposal among those that wait. */
  readonly next: PublicGroup
}

/**
 * A proposal of somebody whom the group lists in its external_senders extension (RFC 9420 §12.1.8.1): add, remove,
 * psk, reinit and group_context_extensions. The list knows the sender by its signature key.
 */
export async function proposeAsExternalSender(
  ctx: PublicContext,
  group: PublicGroup,
  proposal: Proposal,
  input: ExternalProposalInput,
): Promise<Result<ExternallyProposed, ReceiveCode>> {
  const senders = readExternalSenders(group.context.extensions)
  if (!senders.ok) return senders
  const senderIndex = senders.value.findIndex(({ signatureKey }) =>
    equal(signatureKey, input.signer.publicKey),
  )
  if (senderIndex < 0) return fail("unknown-sender")
  return proposeAs(ctx, group, { kind: "external", senderIndex }, proposal, input)
}

/** Asks to be added (RFC 9420 §12.1.8, new_member_proposal), signed with the key of the key package's leaf. */
export function proposeToJoin(
  ctx: PublicContext,
  group: PublicGroup,
  keyPackage: KeyPackage,
  input: ExternalProposalInput,
): Promise<Result<ExternallyProposed, ReceiveCode>> {
  return proposeAs(ctx, group, { kind: "newMemberProposal" }, { kind: "add", keyPackage }, input)
}

async function proposeAs(
  ctx: PublicContext,
  group: PublicGroup,
  sender: Sender,
  proposal: Proposal,
  input: ExternalProposalInput,
): Promise<Result<ExternallyProposed, ReceiveCode>> {
  const open = checkOpen(group)
  if (!open.ok) return open
  const content: FramedContent = {
    groupId: group.context.groupId,
    epoch: group.context.epoch,
    sender,
    authenticatedData: input.authenticatedData ?? new Uint8Array(0),
    body: { kind: "proposal", proposal },
  }
  const signed = contentSigned("publicMessage", content, group.context)
  const signature = await signWithLabel(input.signer, "FramedContentTBS", signed)
  const auth = { signature, confirmationTag: undefined }
  const verified = await verifyContent(ctx, group, { format: "publicMessage", content, auth })
  if (!verified.ok) return verified
  const added = addPending(ctx, group, verified.value)
  if (!added.ok) return added
  const message = encodeMessage({
    format: "publicMessage",
    message: { content, auth, membershipTag: undefined },
  })
  return succeed({ message, ...added.value })
}
