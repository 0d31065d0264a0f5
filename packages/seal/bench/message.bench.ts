import { equal } from "@colombe/base"
import { type Signer, signerFromPrivateKey } from "@colombe/base/crypto"
import { generateSigner, platformCrypto } from "@colombe/base/crypto/platform"
import { kinds } from "@colombe/rules"
import {
  type Body,
  composeText,
  openMessage,
  type Place,
  type ReaderState,
  sealMessage,
} from "../src/index.ts"

/**
 * `npm run bench -w packages/seal`: milliseconds to seal and open one 200-byte message, signature included. With
 * `-- --json` the figures for a program.
 */
const messages = 10_000
const warmUp = 1_000

const crypto = platformCrypto(globalThis.crypto)

async function measure(name: string, signer: Signer) {
  const [conversation, account, device] = [crypto.random(32), crypto.random(32), crypto.random(16)]
  const key = { key: crypto.random(32), ctx: crypto.random(32), origin: { from: "derived" } } as const
  const place = { kind: kinds.message, conversation, incarnation: 0, epoch: 3 }
  const text = composeText(crypto, "a".repeat(200), "plain")
  if (!text.ok) throw new Error(text.code)
  const body: Body = {
    account,
    device,
    position: { generation: 0, seq: 0, hash: crypto.random(32) },
    peer: undefined,
    baseSeq: 1,
    base: crypto.random(32),
    sentAtMs: Date.now(),
    ttlSeconds: 0,
    content: text.value.bytes,
  }
  const seal = async () => {
    const sealed = await sealMessage(crypto, key, {
      place: { ...place, sendId: crypto.random(16) },
      body,
      signer,
    })
    if (!sealed.ok) throw new Error(sealed.code)
    return sealed.value
  }
  const seat = {
    dsk: { algorithm: "ed25519", bytes: signer.publicKey },
    onChain: true,
    role: "member",
  } as const
  const rules = {
    conversation: "group",
    ttlSeconds: 0,
    proven: true,
    seat: (one: Uint8Array) => (equal(one, account) ? seat : undefined),
  } as const
  const reader: ReaderState = { epoch: () => rules, isNew: () => true, logHash: () => undefined }
  const found: Place = { in: "log", type: kinds.message, conversation, incarnation: 0, epoch: 3, seq: 9 }
  const open = async (bytes: Uint8Array) => {
    const opened = await openMessage(crypto, found, bytes, [key], reader)
    if (!opened.ok) throw new Error(opened.code)
  }
  for (let index = 0; index < warmUp; index++) await open(await seal())
  const sealed: Uint8Array[] = []
  const sealing = await timed(async () => {
    for (let index = 0; index < messages; index++) sealed.push(await seal())
  })
  const opening = await timed(async () => {
    for (const bytes of sealed) await open(bytes)
  })
  return { name, bytes: sealed[0]?.length ?? 0, seal: sealing, open: opening }
}

interface Times {
  readonly wall: number
  readonly processor: number
}

/** Wall clock and, for a machine that does other things besides, processor time of all threads. */
async function timed(work: () => Promise<void>): Promise<Times> {
  const [start, before] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(before)
  const wall = (performance.now() - start) / messages
  return { wall, processor: (user + system) / 1000 / messages }
}

const show = ({ wall, processor }: Times): string =>
  `${wall.toFixed(3)} ms (processor ${processor.toFixed(3)} ms)`

const held = await generateSigner(globalThis.crypto.subtle)
const results = [
  await measure("key held by the platform", held.signer),
  await measure("key in memory", await signerFromPrivateKey(crypto, "Ed25519", crypto.random(32))),
]
if (process.argv.includes("--json")) console.log(JSON.stringify(results))
else {
  for (const { name, bytes, seal, open } of results)
    console.log(`${name}, ${bytes} bytes each: seal ${show(seal)}; open ${show(open)}`)
  const loads = (await import("node:os")).loadavg().map(load => load.toFixed(2))
  console.log(`load average ${loads.join(" ")}`)
}
