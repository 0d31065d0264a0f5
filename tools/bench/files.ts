import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { unwrap } from "@colombe/base"
import { platformCrypto } from "@colombe/base/crypto/platform"
import { memoryLocalStore, openClient } from "@colombe/client"
import { folderBlobs } from "@colombe/client-sqlite"
import { newFileKeys, openPiece, pieceBytes, pieceCount, pieceDigest, sealPiece } from "@colombe/seal"
import { devicePorts } from "./device.ts"
import { describeMachine, loadAverage } from "./machine.ts"
import { startServer } from "./serving.ts"
import { median } from "./statistics.ts"
import { figure, markdownTable } from "./table.ts"

/** Sealing and opening alone, and the whole way of one file; megabytes are millions of bytes, for the file itself. */
export interface FilesReport {
  readonly date: string
  readonly machine: ReturnType<typeof describeMachine>
  readonly loadBefore: number
  readonly fileBytes: number
  readonly rows: readonly {
    readonly name: string
    readonly wall: number
    readonly processor: number | undefined
  }[]
  readonly memoryMebibytes: number
}

const crypto = platformCrypto(globalThis.crypto)
/** Runs of sealing and opening alone; medians are told. */
const runs = 5
const megabyte = 1_000_000

export async function files(quick: boolean): Promise<FilesReport> {
  const size = quick ? 64 * 1024 ** 2 : 2 * 1024 ** 3
  const loadBefore = loadAverage()
  const alone = await measureAlone(128 * 1024 ** 2)
  const parent = mkdtempSync(join(tmpdir(), "colombe-bench-"))
  try {
    const whole = await measureWhole(parent, size)
    return {
      date: new Date().toISOString(),
      machine: describeMachine(),
      loadBefore,
      fileBytes: size,
      rows: [...alone, ...whole.rows],
      memoryMebibytes: whole.memoryMebibytes,
    }
  } finally {
    rmSync(parent, { recursive: true, force: true })
  }
}

interface Timed {
  readonly wall: number
  readonly processor: number
}

/** Megabytes a second of the clock, and of this process's processor time. */
async function timed(bytes: number, work: () => Promise<void>): Promise<Timed> {
  const processor = process.cpuUsage()
  const began = performance.now()
  await work()
  const wall = performance.now() - began
  const { user, system } = process.cpuUsage(processor)
  return { wall: bytes / megabyte / (wall / 1000), processor: bytes / megabyte / ((user + system) / 1e6) }
}

async function measureAlone(size: number): Promise<FilesReport["rows"]> {
  const keys = await newFileKeys(crypto, crypto.random(32))
  const plaintext = crypto.random(pieceBytes)
  const count = Math.floor(size / pieceBytes)
  const stored = unwrap(await sealPiece(keys, size, 1, plaintext))
  const measure = async (name: string, work: () => Promise<unknown>) => {
    const all: Timed[] = []
    for (let run = 0; run <= runs; run++) {
      const one = await timed(count * pieceBytes, async () => {
        for (let piece = 0; piece < count; piece++) await work()
      })
      // The first run warms up.
      if (run > 0) all.push(one)
    }
    return {
      name,
      wall: median(all.map(({ wall }) => wall)),
      processor: median(all.map(one => one.processor)),
    }
  }
  return [
    await measure("seal", () => sealPiece(keys, size, 1, plaintext)),
    await measure("open", () => openPiece(keys, size, 1, stored)),
    await measure("hash", () => pieceDigest(crypto, stored)),
  ]
}

/** One device seals onto its disk and uploads; another fetches, opens and compares the hash. */
async function measureWhole(parent: string, size: number) {
  const server = await startServer(parent)
  try {
    const deviceWith = async (handle: string) => {
      const ports = devicePorts(memoryLocalStore())
      const local = folderBlobs(join(parent, handle))
      const client = unwrap(await openClient({ ...ports, files: { ...ports.files, local } }))
      unwrap(await client.register({ handle, server: server.address }))
      await client.start()
      return client
    }
    const [sender, receiver] = [await deviceWith("sender"), await deviceWith("receiver")]
    const { account } = unwrap(await sender.findPerson("receiver"))
    const { conversation } = unwrap(await sender.openDirect(account))
    const piece = crypto.random(pieceBytes)
    const { file } = unwrap(await sender.startFile({ name: "large.bin", mediaType: "", size }))
    const count = pieceCount(size)
    const sealed = await timed(size, async () => {
      for (let index = 0; index < count; index++)
        unwrap(
          await sender.writePiece(
            file,
            index,
            piece.subarray(0, Math.min(pieceBytes, size - index * pieceBytes)),
          ),
        )
    })
    let id = ""
    const sent = await timed(size, async () => {
      id = unwrap(await sender.sendFiles(conversation, [file])).id
      unwrap(await sender.sent(conversation, id))
    })
    unwrap(await receiver.settle())
    const fetched = await timed(size, async () => {
      for (let index = 0; index < count; index++) unwrap(await receiver.readPiece(conversation, id, 0, index))
    })
    await sender.close()
    await receiver.close()
    return {
      memoryMebibytes: Math.round(process.resourceUsage().maxRSS / 1024),
      rows: [
        { name: "seal onto the device's disk, each piece synced", ...sealed },
        { name: "upload, each piece synced by the server", wall: sent.wall, processor: undefined },
        { name: "fetch, open and compare", wall: fetched.wall, processor: undefined },
      ],
    }
  } finally {
    await server.stop()
  }
}

export function formatFiles({
  date,
  machine,
  loadBefore,
  fileBytes,
  rows,
  memoryMebibytes,
}: FilesReport): string {
  const { processor, cores, memoryGibibytes, kernel, runtime } = machine
  const about = `${date.slice(0, 16).replace("T", " ")} UTC · ${cores} × ${processor}, ${memoryGibibytes} GiB · ${kernel} · ${runtime} · load average ${loadBefore.toFixed(2)} before · a file of ${figure(fileBytes / megabyte)} MB · at most ${figure(memoryMebibytes)} MiB of memory in the process of both devices`
  const table = markdownTable(
    ["files", "MB/s", "MB per second of processor"],
    rows.map(({ name, wall, processor: own }) => [name, figure(wall), figure(own)]),
  )
  return `${about}\n\n${table}`
}
