import { describe, expect, test } from "bun:test"
import { toUtf8, unwrap } from "@colombe/base"
import {
  createCommit,
  decodeMessage,
  type Group,
  processMessage,
  propose,
  proposeSelfRemove,
  protectApplication,
} from "./index.ts"
import { protectPrivate } from "./private-message.ts"
import { contentSigned } from "./public/content.ts"
import { signWithLabel } from "./public/labels.ts"
import { encodeMessage } from "./public/structs/message.ts"
import { generationsAheadMax } from "./secret-tree.ts"
import { smallGroup } from "./testing/small-group.ts"

const { ctx, ana, bob, eve } = await smallGroup("application")

async function send(group: Group, text: string, padding = 0): Promise<{ message: Uint8Array; next: Group }> {
  const input = { signer: ana.person.signer, data: toUtf8(text), padding }
  return unwrap(await protectApplication(ctx, group, input))
}

async function read(group: Group, message: Uint8Array): Promise<{ text: Uint8Array; next: Group }> {
  const processed = unwrap(await processMessage(ctx, group, message))
  if (processed.kind !== "application") throw new Error("application data")
  expect(processed.sender).toBe(0)
  return { text: processed.data, next: processed.next }
}

describe("M21 private messages", () => {
  test("open in any order, each once", async () => {
    const messages: Uint8Array[] = []
    let sender = ana.group
    for (const text of ["a", "b", "c", "d"]) {
      const sent = await send(sender, text, 30)
      sender = sent.next
      messages.push(sent.message)
    }
    let reader = bob.group
    for (const place of [2, 0, 3, 1]) {
      const opened = await read(reader, messages[place] ?? new Uint8Array())
      expect(opened.text).toEqual(toUtf8("abcd"[place] ?? ""))
      reader = opened.next
    }
    for (const message of messages)
      expect(await processMessage(ctx, reader, message)).toMatchObject({ code: "key-used" })
  })

  test("that come from too far ahead are refused: they would make us hash for ever", async () => {
    const { secretTree } = ana.group.secrets
    let group = ana.group
    const { message, next } = await send(group, "first")
    group = next
    const ratchets = group.secrets.secretTree.senders.get(0)
    if (ratchets === undefined) throw new Error("Ana has sent")
    const ahead = { ...ratchets.application, generation: generationsAheadMax + 1 }
    const senders = new Map(group.secrets.secretTree.senders).set(0, { ...ratchets, application: ahead })
    const tree = { ...group.secrets.secretTree, senders }
    const far = await send({ ...group, secrets: { ...group.secrets, secretTree: tree } }, "far")
    expect(await processMessage(ctx, bob.group, far.message)).toMatchObject({ code: "too-far-ahead" })
    expect((await read(bob.group, message)).text).toEqual(toUtf8("first"))
    expect(secretTree.senders.size).toBe(0)
  })

  test("with anything but zeros as padding are refused", async () => {
    const { suite, context } = ana.group.public
    const { epoch, secretTree, leafIndex } = ana.group.secrets
    const content = {
      groupId: context.groupId,
      epoch: context.epoch,
      sender: { kind: "member", leafIndex } as const,
      authenticatedData: new Uint8Array(),
      body: { kind: "application", data: toUtf8("x") } as const,
    }
    const signed = contentSigned("privateMessage", content, context)
    const signature = await signWithLabel(ana.person.signer, "FramedContentTBS", signed)
    const marked = {
      ...ctx,
      crypto: {
        ...ctx.crypto,
        aeadSeal: (...[name, key, nonce, aad, plaintext]: Parameters<typeof ctx.crypto.aeadSeal>) => {
          const covert = plaintext.slice()
          if (covert.length > 40) covert[covert.length - 1] = 1
          return ctx.crypto.aeadSeal(name, key, nonce, aad, covert)
        },
      },
    }
    const made = {
      format: "privateMessage",
      content,
      auth: { signature, confirmationTag: undefined },
    } as const
    const keys = { suite, senderDataSecret: epoch.senderData, secretTree }
    const { message } = await protectPrivate(marked, keys, made, 20)
    const bytes = encodeMessage({ format: "privateMessage", message })
    expect(await processMessage(ctx, bob.group, bytes)).toMatchObject({ code: "malformed" })
  })

  test("with any byte changed are refused", async () => {
    const { message } = await send(ana.group, "text", 10)
    for (let place = 0; place < message.length; place++) {
      const changed = message.map((byte, at) => (at === place ? byte ^ 0x10 : byte))
      expect((await processMessage(ctx, bob.group, changed)).ok).toBe(false)
    }
  })

  test("signed by another than the sender they name are refused", async () => {
    const impostor = { ...eve.group, secrets: { ...eve.group.secrets, leafIndex: 0 } }
    const own = { signer: eve.person.signer, data: toUtf8("I am Ana") }
    expect(await protectApplication(ctx, impostor, own)).toMatchObject({ code: "wrong-signer" })
    const lying = { ...own, signer: { ...eve.person.signer, publicKey: ana.person.signer.publicKey } }
    const forged = unwrap(await protectApplication(ctx, impostor, lying))
    expect(await processMessage(ctx, bob.group, forged.message)).toMatchObject({ code: "bad-signature" })
  })

  test("carry proposals and commits too, but no SelfRemove", async () => {
    const encrypted = { padding: 16 }
    const input = { signer: bob.person.signer, encrypted }
    const proposed = unwrap(await propose(ctx, bob.group, { kind: "remove", removed: 3 }, input))
    expect(decodeMessage(proposed.message)).toMatchObject({ value: { format: "privateMessage" } })
    const atAna = unwrap(await processMessage(ctx, ana.group, proposed.message))
    if (atAna.kind !== "proposal") throw new Error("a proposal")
    const references = [proposed.proposal.reference]
    const made = unwrap(
      await createCommit(ctx, atAna.next, { signer: ana.person.signer, references, encrypted }),
    )
    const atBob = unwrap(await processMessage(ctx, proposed.next, made.commit))
    expect(atBob).toMatchObject({ kind: "commit", effects: { removed: [{ leafIndex: 3 }] } })
    expect(made.current.secrets.secretTree.senders.get(0)?.handshake.generation).toBe(1)
    const leaving = await propose(ctx, bob.group, { kind: "selfRemove" }, input)
    expect(leaving).toMatchObject({ code: "unexpected-message" })
    expect((await proposeSelfRemove(ctx, bob.group, { signer: bob.person.signer })).ok).toBe(true)
  })
})
