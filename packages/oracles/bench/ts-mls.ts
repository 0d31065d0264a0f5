import {
  acceptAll,
  type CiphersuiteImpl,
  type ClientState,
  createCommit,
  createGroup,
  decodeMlsMessage,
  defaultCapabilities,
  defaultLifetime,
  emptyPskIndex,
  encodeGroupState,
  generateKeyPackage,
  getCiphersuiteFromName,
  getCiphersuiteImpl,
  joinGroup,
  type MlsMessageContent,
  mlsExporter,
  type Proposal,
  processMessage,
} from "ts-mls"
import { decodeRatchetTree } from "ts-mls/ratchetTree.js"

/** What `npm run bench -w packages/mls` gives each engine: `packages/mls/bench/fixture.ts` says what is what. */
interface Fixture {
  readonly leaves: number
  readonly newcomer: {
    readonly keyPackage: string
    readonly initKey: string
    readonly leafKey: string
    readonly signatureKey: string
  }
  readonly welcome: string
  readonly tree: string
  readonly commit: string
  readonly keyPackages: readonly string[]
}

interface Row {
  readonly engine: "ts-mls"
  readonly suite: 1
  readonly leaves: number
  readonly what: string
  readonly value: number
  readonly processor?: number
  readonly samples: number
}

/** Milliseconds after which nothing is tried once more, and how often at most. */
const budget = 300
const samplesMax = 25
/** Runs that do not count, so that the compiler has seen the code. */
const warmUpsMax = 2

async function sample<Output>(
  action: () => Promise<Output>,
): Promise<{ median: number; processor: number; samples: number; last: Output }> {
  const times: number[] = []
  const processorTimes: number[] = []
  let spent = 0
  let warmUps = warmUpsMax
  for (;;) {
    const start = performance.now()
    const before = process.cpuUsage()
    const last = await action()
    const time = performance.now() - start
    if (time < budget && warmUps-- > 0) continue
    const { user, system } = process.cpuUsage(before)
    processorTimes.push((user + system) / 1_000)
    times.push(time)
    spent += time
    if (spent > budget || times.length >= samplesMax) {
      return { median: median(times), processor: median(processorTimes), samples: times.length, last }
    }
  }
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

async function measure(suite: CiphersuiteImpl, fixture: Fixture, addsMax: number): Promise<readonly Row[]> {
  const rows: Row[] = []
  const { leaves } = fixture
  const take = async <Output>(what: string, action: () => Promise<Output>): Promise<Output> => {
    const { last, median: value, ...more } = await sample(action)
    rows.push({ engine: "ts-mls", suite: 1, leaves, what, value, ...more })
    return last
  }
  const own = await generateKeyPackage(
    { credentialType: "basic", identity: new Uint8Array(8) },
    defaultCapabilities(),
    defaultLifetime,
    [],
    suite,
  )
  const created = await take("create", () =>
    createGroup(new Uint8Array(8), own.publicPackage, own.privatePackage, [], suite),
  )
  if (leaves <= addsMax) {
    const extraProposals = fixture.keyPackages.map((text): Proposal => {
      const { keyPackage } = message(text, "mls_key_package")
      return { proposalType: "add", add: { keyPackage } }
    })
    await take("addAll", () => createCommit({ state: created, cipherSuite: suite }, { extraProposals }))
  }
  const joined = await take("join", () => join(suite, fixture))
  await measureMember(suite, joined, fixture, take)
  const value = encodeGroupState(joined).length
  rows.push({ engine: "ts-mls", suite: 1, leaves, what: "state", value, samples: 1 })
  return rows
}

async function measureMember(
  suite: CiphersuiteImpl,
  state: ClientState,
  fixture: Fixture,
  take: <Output>(what: string, action: () => Promise<Output>) => Promise<Output>,
): Promise<void> {
  const context = { state, cipherSuite: suite }
  await take("commit", () => createCommit(context, { wireAsPublicMessage: true }))
  await take("process", () =>
    processMessage(message(fixture.commit, "mls_public_message"), state, emptyPskIndex, acceptAll, suite),
  )
  const removal: Proposal = { proposalType: "remove", remove: { removed: 0 } }
  await take("remove", () => createCommit(context, { wireAsPublicMessage: true, extraProposals: [removal] }))
  await take("export", () =>
    mlsExporter(state.keySchedule.exporterSecret, "bench", new TextEncoder().encode("context"), 32, suite),
  )
}

/** Reading the tree is part of joining. */
function join(suite: CiphersuiteImpl, { welcome, tree, newcomer }: Fixture): Promise<ClientState> {
  const decoded = decodeRatchetTree(bytes(tree), 0)
  if (decoded === undefined) throw new Error("ts-mls does not read the tree")
  const keys = {
    initPrivateKey: bytes(newcomer.initKey),
    hpkePrivateKey: bytes(newcomer.leafKey),
    signaturePrivateKey: bytes(newcomer.signatureKey),
  }
  const { keyPackage } = message(newcomer.keyPackage, "mls_key_package")
  return joinGroup(
    message(welcome, "mls_welcome").welcome,
    keyPackage,
    keys,
    emptyPskIndex,
    suite,
    decoded[0],
  )
}

type Format = MlsMessageContent["wireformat"]
type MessageOf<Wanted extends Format> = Extract<MlsMessageContent, { wireformat: Wanted }>

function message<Wanted extends Format>(text: string, format: Wanted): MessageOf<Wanted> {
  const decoded: MlsMessageContent | undefined = decodeMlsMessage(bytes(text), 0)?.[0]
  if (decoded === undefined || !hasFormat(decoded, format))
    throw new Error(`ts-mls does not read this ${format}`)
  return decoded
}

function hasFormat<Wanted extends Format>(
  content: MlsMessageContent,
  format: Wanted,
): content is MessageOf<Wanted> {
  return content.wireformat === format
}

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "base64"))

const [file = "", addsMax = "0"] = process.argv.slice(2)
const fixtures: readonly Fixture[] = await Bun.file(file).json()
const suite = await getCiphersuiteImpl(getCiphersuiteFromName("MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519"))
const rows: Row[] = []
for (const fixture of fixtures) {
  const start = performance.now()
  rows.push(...(await measure(suite, fixture, Number(addsMax))))
  console.error(`ts-mls, ${fixture.leaves} leaves: ${Math.round(performance.now() - start)} ms`)
}
console.log(JSON.stringify(rows))
