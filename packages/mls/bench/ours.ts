import { type Bytes, toUtf8, unwrap } from "@colombe/base"
import type { Signer } from "@colombe/base/crypto"
import {
  applyCommit,
  createCommit,
  createGroup,
  decodePublicGroup,
  encodeGroup,
  encodeGroupDelta,
  encodeGroupSecrets,
  encodeMessage,
  encodePublicGroup,
  encodeTree,
  exportSecret,
  type GeneratedKeyPackage,
  type Group,
  generateKeyPackage,
  joinFromWelcome,
  type KeyPackage,
  type MlsContext,
  type PublicGroup,
  processMessage,
  type Suite,
} from "../src/index.ts"
import type { Fixture, Row } from "./fixture.ts"
import { capabilitiesFor, populatedGroup } from "./populated.ts"
import { type Sample, sample } from "./sample.ts"

/** ts-mls accepts no later end of a lifetime. */
const lifetime = { notBefore: 0n, notAfter: 2n ** 63n - 1n }

interface Person extends GeneratedKeyPackage {
  readonly signer: Signer
  readonly signatureKey: Bytes
}

/** A time, or bytes. */
type AddRow = (what: Row["what"], figure: Sample | number) => void

/** Everything that the table has of one suite and size, and what another engine needs to do the same work. */
export async function measure(
  ctx: MlsContext,
  suite: Suite,
  leaves: number,
): Promise<{ readonly rows: readonly Row[]; readonly fixture: Fixture }> {
  const rows: Row[] = []
  const add: AddRow = (what, figure) => {
    const value =
      typeof figure === "number"
        ? { value: figure, samples: 1 }
        : { value: figure.median, processor: figure.processor, samples: figure.samples }
    rows.push({ engine: "colombe", suite: suite.id, leaves, what, ...value })
  }
  const keyPackages = await measureAddAll(ctx, suite, leaves, add)
  const { memberAt } = await populatedGroup(ctx, suite, leaves - 1)
  const { group, signer } = memberAt(0)
  const newcomer = await newPerson(ctx, suite, "newcomer")
  const proposals = [{ kind: "add", keyPackage: newcomer.keyPackage }] as const
  // Without a path: ts-mls refuses a tree in which a parent lists fewer unmerged leaves than one below it.
  const added = unwrap(await createCommit(ctx, group, { signer, proposals }))
  const welcome = added.welcome ?? new Uint8Array()
  const tree = encodeTree(added.next.public.tree)
  const joined = await sample(
    () => ({ ...newcomer, welcome, tree }),
    async input => unwrap(await joinFromWelcome(ctx, input)).group,
  )
  add("join", joined)
  const { commit } = unwrap(await createCommit(ctx, added.next, { signer, forcePath: true }))
  await measureMember(ctx, joined.last, newcomer.signer, commit, add)
  await measureServer(ctx, added.next.public, commit, add)
  const theirs = {
    newcomer: newcomerFor(newcomer),
    welcome: text(welcome),
    tree: text(tree),
    commit: text(commit),
  }
  return { rows, fixture: { leaves, ...theirs, keyPackages } }
}

async function measureAddAll(
  ctx: MlsContext,
  suite: Suite,
  leaves: number,
  add: AddRow,
): Promise<readonly string[]> {
  const creator = await newPerson(ctx, suite, "creator")
  const input = {
    ...leafOf(suite, "creator"),
    suite: suite.id,
    groupId: toUtf8("group"),
    groupExtensions: [],
  }
  const created = await sample(
    () => ({ ...input, signer: creator.signer, lifetime }),
    async parameters => unwrap(await createGroup(ctx, parameters)),
  )
  add("create", created)
  const packages: KeyPackage[] = []
  for (let leaf = 1; leaf < leaves; leaf++)
    packages.push((await newPerson(ctx, suite, `member ${leaf}`)).keyPackage)
  const proposals = packages.map(keyPackage => ({ kind: "add", keyPackage }) as const)
  const all = await sample(
    () => ({ signer: creator.signer, proposals }),
    async plan => unwrap(await createCommit(ctx, created.last, plan)),
  )
  add("addAll", all)
  return packages.map(message => text(encodeMessage({ format: "keyPackage", message })))
}

async function measureMember(
  ctx: MlsContext,
  group: Group,
  signer: Signer,
  commit: Bytes,
  add: AddRow,
): Promise<void> {
  const committed = await sample(
    () => ({ signer, forcePath: true }),
    async plan => unwrap(await createCommit(ctx, group, plan)),
  )
  add("commit", committed)
  const processed = await sample(
    () => commit,
    async message => unwrap(await processMessage(ctx, group, message)),
  )
  add("process", processed)
  const removed = await sample(
    () => ({ signer, proposals: [{ kind: "remove", removed: 0 }] as const }),
    async plan => unwrap(await createCommit(ctx, group, plan)),
  )
  add("remove", removed)
  const exported = await sample(
    () => group,
    of => unwrap(exportSecret(ctx, of, "bench", toUtf8("context"), 32)),
  )
  add("export", exported)
  const stored = encodeGroup(ctx, group)
  add("state", stored.public.length + stored.secrets.length)
  add("secretState", stored.secrets.length)
  const processedCommit = unwrap(await processMessage(ctx, group, commit))
  if (processedCommit.kind !== "commit" || processedCommit.next === undefined) throw new Error("we stay")
  const { next } = processedCommit
  const delta = encodeGroupDelta(group.public, next.public)
  add("loggedCommit", delta.length + encodeGroupSecrets(ctx, next).length)
}

async function measureServer(ctx: MlsContext, group: PublicGroup, commit: Bytes, add: AddRow): Promise<void> {
  const check = async (known: PublicGroup) => unwrap(await applyCommit(ctx, known, commit))
  const checked = await sample(() => group, check)
  add("serverCheck", checked)
  const stored = encodePublicGroup(group)
  const first = await sample(() => unwrap(decodePublicGroup(stored)), check)
  add("serverFirstCheck", first)
}

function leafOf(suite: Suite, name: string) {
  const credential = { type: "basic", identity: toUtf8(name) } as const
  return { credential, capabilities: capabilitiesFor(suite.id), extensions: [] }
}

async function newPerson(ctx: MlsContext, suite: Suite, name: string): Promise<Person> {
  const signatureKey = ctx.crypto.random(32)
  const { publicKey } = await ctx.crypto.signatureKeyPair("Ed25519", signatureKey)
  const sign = (message: Bytes) => ctx.crypto.sign("Ed25519", signatureKey, message)
  const signer: Signer = { scheme: "Ed25519", publicKey, sign }
  const input = { ...leafOf(suite, name), suite: suite.id, signer, lifetime }
  return { ...unwrap(await generateKeyPackage(ctx, input)), signer, signatureKey }
}

function newcomerFor({ keyPackage, secrets, signatureKey }: Person): Fixture["newcomer"] {
  return {
    keyPackage: text(encodeMessage({ format: "keyPackage", message: keyPackage })),
    initKey: text(secrets.initKey),
    leafKey: text(secrets.leafKey),
    signatureKey: text(signatureKey),
  }
}

const text = (bytes: Bytes): string => Buffer.from(bytes).toString("base64")
