import { expect, test } from "bun:test"
import { toUtf8 } from "@colombe/base"
import { recoverySigner } from "./account.ts"
import type { SessionStatement } from "./session.ts"
import { signSession, verifySession } from "./session-statement.ts"
import { crypto, digestOf, person } from "./testing/people.ts"

const place = { wire: 1, host: "localhost:4000", serverNonce: digestOf(1) }

async function opened(by: 1 | 2 | "recovery" = 1) {
  const ana = await person("ana")
  const author = await ana.author(by)
  const claim = {
    wire: 1,
    host: toUtf8(place.host),
    account: ana.account,
    serverNonce: place.serverNonce,
    clientNonce: digestOf(2),
  }
  const statement: SessionStatement = { ...claim, signer: author.id }
  return { ana, author, statement, signature: await signSession(author, claim) }
}

async function code(...input: Parameters<typeof verifySession>): Promise<string> {
  const result = await verifySession(...input)
  return result.ok ? "accepted" : result.code
}

test("SE1 a session is for this host, this account, these nonces, and no other", async () => {
  const { ana, statement, signature } = await opened()
  expect(await code(crypto, ana.chain, place, statement, signature)).toBe("accepted")
  const here = (change: Partial<typeof place>) =>
    code(crypto, ana.chain, { ...place, ...change }, statement, signature)
  expect(await here({ host: "relay.example" })).toBe("host-mismatch")
  expect(await here({ serverNonce: digestOf(9) })).toBe("nonce-mismatch")
  expect(await here({ wire: 2 })).toBe("version-unsupported")
  const bob = await person("bob")
  expect(await code(crypto, bob.chain, place, statement, signature)).toBe("account-mismatch")
})

test("SE1 whoever relays can change nothing: every field is signed", async () => {
  const { ana, statement, signature } = await opened()
  const claim = (change: Partial<SessionStatement>) =>
    code(crypto, ana.chain, place, { ...statement, ...change }, signature)
  expect(await claim({ clientNonce: digestOf(9) })).toBe("signature-invalid")
  expect(await claim({ signer: recoverySigner })).toBe("signature-invalid")
  expect(await claim({ signer: { kind: "words", id: statement.signer.id } })).toBe("signer-not-active")
  expect(await claim({ host: toUtf8("LOCALHOST:4000") })).toBe("host-mismatch")
})

test("SE2 a device, spare words or the recovery key opens a session while it is in force at the head", async () => {
  const words = await opened("recovery")
  expect(await code(crypto, words.ana.chain, place, words.statement, words.signature)).toBe("accepted")
  await words.ana.follow(words.ana.reset([1]))
  expect(await code(crypto, words.ana.chain, place, words.statement, words.signature)).toBe(
    "signature-invalid",
  )
  const stranger = await opened(2)
  expect(await code(crypto, stranger.ana.chain, place, stranger.statement, stranger.signature)).toBe(
    "signer-not-active",
  )
  const removed = await opened()
  await removed.ana.follow(removed.ana.add(2))
  await removed.ana.follow(removed.ana.remove(1, 2))
  expect(await code(crypto, removed.ana.chain, place, removed.statement, removed.signature)).toBe(
    "signer-not-active",
  )
})
