import { describe, expect, test } from "bun:test"
import { equal, toUtf8, unwrap } from "@colombe/base"
import {
  applyCommit,
  createCommit,
  epochAuthenticator,
  externalSendersExtension,
  type Group,
  type MlsContext,
  type Proposal,
  processMessage,
  proposeAsExternalSender,
  proposeToJoin,
  receiveProposal,
  resumptionKey,
  type Sender,
} from "../index.ts"
import { forge } from "../testing/forge.ts"
import { keyPackageOf, person, seededPlatform } from "../testing/people.ts"
import { smallGroup } from "../testing/small-group.ts"

const service = await person(seededPlatform("service"), "service")
const allowed = externalSendersExtension([
  { signatureKey: service.signer.publicKey, credential: service.leaf.credential },
])
const { ctx, server, ana, bob, eve, zoe } = await smallGroup("external proposals", undefined, [allowed])
const external: Sender = { kind: "external", senderIndex: 0 }

function offer(proposal: Proposal, sender: Sender, signer = service.signer): Promise<Uint8Array> {
  return forge(ctx, ana.group, signer, { kind: "proposal", proposal }, { sender })
}

async function heard(group: Group, message: Uint8Array): Promise<Group> {
  const processed = unwrap(await processMessage(ctx, group, message))
  if (processed.kind !== "proposal") throw new Error("a proposal")
  return processed.next
}

describe("M10 proposals from outside", () => {
  test("of a sender whom the group lists, and of a newcomer, are committed by reference", async () => {
    const { keyPackage } = await keyPackageOf(ctx, zoe)
    const removal = await offer({ kind: "remove", removed: 3 }, external)
    const entry = await offer({ kind: "add", keyPackage }, { kind: "newMemberProposal" }, zoe.signer)
    let [atAna, atBob] = [ana.group, bob.group]
    for (const message of [removal, entry]) {
      atAna = await heard(atAna, message)
      atBob = await heard(atBob, message)
    }
    const references = atAna.public.pending.map(({ reference }) => reference)
    const made = unwrap(await createCommit(ctx, atAna, { signer: ana.person.signer, references }))
    expect(made.effects).toMatchObject({
      added: [{ leafIndex: 3 }],
      removed: [{ leafIndex: 3, bySelf: false }],
    })
    const processed = unwrap(await processMessage(ctx, atBob, made.commit))
    if (processed.kind !== "commit" || processed.next === undefined) throw new Error("Bob stays")
    expect(epochAuthenticator(processed.next)).toEqual(epochAuthenticator(made.next))
  })

  test("are refused from anybody else, and where their kind is not for outsiders", async () => {
    const removal: Proposal = { kind: "remove", removed: 3 }
    for (const [message, code] of [
      [await offer(removal, { kind: "external", senderIndex: 1 }), "unknown-sender"],
      [await offer(removal, external, zoe.signer), "bad-signature"],
      [await offer({ kind: "selfRemove" }, external), "unexpected-message"],
      [await offer({ kind: "externalInit", kemOutput: new Uint8Array(32) }, external), "unexpected-message"],
      [await offer(removal, { kind: "newMemberProposal" }), "unexpected-message"],
    ] as const) {
      expect(await receiveProposal(ctx, server, message)).toMatchObject({ ok: false, code })
      expect(await processMessage(ctx, bob.group, message)).toMatchObject({ ok: false, code })
    }
  })
})

describe("M26 who is outside", () => {
  test("proposes with nothing but the public group, and a member commits it", async () => {
    const input = { signer: service.signer, authenticatedData: toUtf8("ticket 7") }
    const removal = unwrap(await proposeAsExternalSender(ctx, server, { kind: "remove", removed: 3 }, input))
    const { keyPackage } = await keyPackageOf(ctx, zoe)
    const entry = unwrap(await proposeToJoin(ctx, removal.next, keyPackage, { signer: zoe.signer }))
    expect(entry.next.pending.map(({ sender }) => sender)).toEqual([external, { kind: "newMemberProposal" }])
    const atAna = await heard(await heard(ana.group, removal.message), entry.message)
    const references = [removal, entry].map(({ proposal }) => proposal.reference)
    const made = unwrap(await createCommit(ctx, atAna, { signer: ana.person.signer, references }))
    const judged = unwrap(await applyCommit(ctx, entry.next, made.commit))
    expect(judged.effects).toMatchObject({ added: [{ leafIndex: 3 }], removed: [{ leafIndex: 3 }] })
  })

  test("is refused what others would refuse", async () => {
    const removal: Proposal = { kind: "remove", removed: 3 }
    const stranger = { signer: zoe.signer }
    expect(await proposeAsExternalSender(ctx, server, removal, stranger)).toMatchObject({
      code: "unknown-sender",
    })
    const { keyPackage } = await keyPackageOf(ctx, zoe)
    expect(await proposeToJoin(ctx, server, keyPackage, { signer: service.signer })).toMatchObject({
      code: "bad-signature",
    })
    for (const proposal of [
      { kind: "selfRemove" },
      { kind: "custom", number: 0xf123, data: toUtf8("x") },
      { kind: "update", leaf: keyPackage.leaf },
    ] as const)
      expect(await proposeAsExternalSender(ctx, server, proposal, { signer: service.signer })).toMatchObject({
        code: "unexpected-message",
      })
  })
})

test("M7 a key of an earlier epoch proves that one was a member then", async () => {
  const { groupId, epoch } = ana.group.public.context
  const knowing = (group: Group): MlsContext => ({
    ...ctx,
    preSharedKey: ({ key }) =>
      key.kind === "resumption" && equal(key.groupId, groupId) && key.epoch === epoch
        ? resumptionKey(group)
        : undefined,
  })
  const first = unwrap(await createCommit(ctx, ana.group, { signer: ana.person.signer }))
  const follow = async (group: Group) => {
    const processed = unwrap(await processMessage(ctx, group, first.commit))
    if (processed.kind !== "commit" || processed.next === undefined) throw new Error("everybody stays")
    return processed.next
  }
  const id = {
    key: { kind: "resumption", usage: "application", groupId, epoch },
    nonce: ctx.crypto.random(32),
  } as const
  const proposals = [{ kind: "preSharedKey", id } as const]
  const second = unwrap(
    await createCommit(knowing(ana.group), first.next, { signer: ana.person.signer, proposals }),
  )
  expect(second.effects).toMatchObject({ preSharedKeys: [id], committer: { after: undefined } })
  const atBob = unwrap(await processMessage(knowing(bob.group), await follow(bob.group), second.commit))
  if (atBob.kind !== "commit" || atBob.next === undefined) throw new Error("Bob stays")
  expect(epochAuthenticator(atBob.next)).toEqual(epochAuthenticator(second.next))
  const stranger: MlsContext = { ...ctx, preSharedKey: () => toUtf8("a guess") }
  expect(await processMessage(stranger, await follow(eve.group), second.commit)).toMatchObject({
    code: "bad-confirmation-tag",
  })
})
