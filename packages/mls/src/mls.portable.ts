import { toUtf8, unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { type Check, check, expectBytes, expectSame, type Outcome, runChecks } from "@colombe/base/testing"
import {
  applyCommit,
  createCommit,
  decodeGroup,
  encodeGroup,
  encodeTree,
  epochAuthenticator,
  externalCommit,
  externalPublicKey,
  joinFromWelcome,
  processMessage,
  protectApplication,
  suiteIds,
} from "./index.ts"
import { groupOf, keyPackageOf, person } from "./testing/people.ts"
import { his, ours } from "./testing/readme-example.ts"
import { casesOf } from "./testing/vectors/cases.ts"
import { wideSuiteIds, withWideSuites } from "./wide-suites/index.ts"

const ctx = withWideSuites({ crypto: platformCrypto(crypto) })

const vectorFiles = [
  "crypto-basics",
  "key-schedule",
  "message-protection",
  "passive-client-welcome",
  "psk_secret",
  "secret-tree",
  "transcript-hashes",
  "tree-operations",
  "treekem",
  "welcome",
].map(name => `${name}.json`)
/** Cases of one file: each kind and each suite that is implemented, without the time that all of them take. */
const casesPerFileMax = 7

/** The engine where there is no test runner: vectors, the example of the README, and one life of a group in each suite. */
export async function run(origin: string): Promise<Outcome> {
  const checks: Check[] = []
  const skipped: string[] = []
  for (const file of vectorFiles) {
    const response = await fetch(`${origin}/vectors/mls/${file}`)
    if (response.ok) checks.push(...vectorChecks(file, await response.text()))
    else skipped.push(`no vectors at mls/${file}`)
  }
  for (const [name, suite] of Object.entries({ ...suiteIds, ...wideSuiteIds }))
    checks.push(check(name, () => life(suite)))
  checks.push(check("the example of the README", async () => expectBytes(his, ours, "one secret")))
  return runChecks(checks, skipped)
}

function vectorChecks(file: string, text: string): Check[] {
  const checks: Check[] = []
  for (const one of casesOf(ctx, file, text)) {
    if (!("run" in one) || checks.length === casesPerFileMax) continue
    checks.push(
      check(`${file} ${one.index}`, async () => {
        const { status, reason } = await one.run()
        if (status === "failed") throw new Error(reason)
      }),
    )
  }
  return checks
}

/** Created, joined, written to, stored, joined from outside, and followed in public. */
async function life(suite: number): Promise<void> {
  const [ana, bob, eve] = [
    await person(ctx, "ana", suite),
    await person(ctx, "bob", suite),
    await person(ctx, "eve", suite),
  ]
  const { keyPackage, secrets } = await keyPackageOf(ctx, bob, suite)
  const alone = await groupOf(ctx, ana, suite)
  const add = { signer: ana.signer, proposals: [{ kind: "add", keyPackage } as const], forcePath: true }
  const made = unwrap(await createCommit(ctx, alone, add))
  const tree = encodeTree(made.next.public.tree)
  const welcome = made.welcome ?? new Uint8Array()
  const { group } = unwrap(await joinFromWelcome(ctx, { welcome, keyPackage, secrets, tree }))
  expectBytes(epochAuthenticator(group), epochAuthenticator(made.next), "who was welcomed")

  const sent = unwrap(await protectApplication(ctx, made.next, { signer: ana.signer, data: toUtf8("hello") }))
  const read = unwrap(await processMessage(ctx, group, sent.message))
  expectSame(read.kind, "application", "what was sent")
  if (read.kind === "application") expectBytes(read.data, toUtf8("hello"), "what was written")

  const stored = unwrap(decodeGroup(ctx, encodeGroup(ctx, group)))
  const externalPub = await externalPublicKey(ctx, stored)
  const joining = { ...eve.leaf, signer: eve.signer, group: made.next.public, externalPub }
  const join = unwrap(await externalCommit(ctx, joining))
  const followed = unwrap(await processMessage(ctx, stored, join.commit))
  if (followed.kind !== "commit" || followed.next === undefined) throw new Error("Bob stays")
  expectBytes(epochAuthenticator(followed.next), epochAuthenticator(join.next), "who joined from outside")
  const inPublic = unwrap(await applyCommit(ctx, made.next.public, join.commit)).next
  expectBytes(inPublic.context.treeHash, join.next.public.context.treeHash, "whoever follows in public")
}
