import type { FileItem } from "@colombe/client"
import { client } from "../../state/app.ts"
import {
  type FileAsked,
  mediaPath,
  type PieceAsked,
  type ServedHead,
  stillReading,
  whoAmI,
} from "../../sw/served-file.ts"
import type { FilePlace } from "./fetch.ts"
import { type Playable, playableOf } from "./media-type.ts"

interface Served {
  readonly at: FilePlace
  readonly head: ServedHead
  /** The piece in which it says what it is. */
  readonly first: Uint8Array
  readonly reading: Reading
  /** Each request that is being answered. */
  readonly ports: Set<MessagePort>
}

/** What becomes of the reading; each is told as it happens. */
interface Reading {
  readonly onPiece?: (index: number) => void
  /** A piece cannot be had: whoever reads gets an error, and this is why. `isFinal`: trying again does not help. */
  readonly onFailed: (code: string, isFinal: boolean) => void
  /** Nobody reads a request's bytes any more: all of them were read, or whoever read them has stopped. */
  readonly onEnd?: () => void
}

export interface ServedFile {
  /** What its bytes are, where they can be played. */
  readonly playable: Playable | undefined
  /** For an element of this page, or to be followed for a download. */
  readonly url: string
  /** Nothing more of it is read, and the address leads nowhere. */
  readonly end: () => void
}

const served = new Map<string, Served>()
/** Milliseconds in which a service worker says who this page is. */
const whoMs = 5000
/** Milliseconds between two signs that a file is still being read. */
const stillMs = 10_000
let ownId: Promise<string | undefined> | undefined

/**
 * Gives an open file an address from which the browser reads as much as it needs, through the service worker; its keys stay
 * where they are. Undefined where this page has no service worker; a code where the file cannot be read.
 */
export async function serveFile(
  at: FilePlace,
  file: FileItem,
  reading: Reading,
): Promise<ServedFile | string | undefined> {
  ownId ??= listen()
  const id = await ownId
  if (id === undefined) {
    ownId = undefined
    return undefined
  }
  const first = await client.readPiece(at.conversation, at.id, at.place, 0)
  if (!first.ok) return first.code
  const playable = playableOf(first.value)
  const head: ServedHead = {
    size: file.size,
    pieceBytes: first.value.length,
    mediaType: playable?.mediaType ?? "application/octet-stream",
    fileName: file.name,
  }
  const name = crypto.randomUUID()
  const one: Served = { at, head, first: first.value, reading, ports: new Set() }
  served.set(name, one)
  return {
    playable,
    url: `${mediaPath}${id}/${name}`,
    end() {
      served.delete(name)
      for (const port of one.ports) {
        port.postMessage(undefined)
        port.close()
      }
      one.ports.clear()
    },
  }
}

async function listen(): Promise<string | undefined> {
  const { serviceWorker } = navigator
  if (serviceWorker?.controller == null) return undefined
  serviceWorker.removeEventListener("message", answer)
  serviceWorker.addEventListener("message", answer)
  serviceWorker.startMessages()
  const { port1, port2 } = new MessageChannel()
  return new Promise(resolve => {
    port1.onmessage = ({ data }: MessageEvent<string>) => resolve(data)
    setTimeout(resolve, whoMs, undefined)
    serviceWorker.controller?.postMessage(whoAmI, [port2])
  })
}

function answer({ data, ports: [port] }: MessageEvent<FileAsked>): void {
  if (data.asks !== "file" || port === undefined) return
  const one = served.get(data.name)
  port.postMessage(one?.head)
  if (one === undefined) return
  one.ports.add(port)
  keepAwake()
  port.onmessage = ({ data: asked }: MessageEvent<PieceAsked>) => void onAsked(one, port, asked)
}

async function onAsked(one: Served, port: MessagePort, asked: PieceAsked): Promise<void> {
  if (asked === "end") {
    port.close()
    one.ports.delete(port)
    one.reading.onEnd?.()
    return
  }
  const { conversation, id, place } = one.at
  const piece =
    asked === 0
      ? ({ ok: true, value: one.first.slice() } as const)
      : await client.readPiece(conversation, id, place, asked)
  if (!one.ports.has(port)) return
  if (!piece.ok) {
    port.postMessage(undefined)
    one.reading.onFailed(piece.code, piece.retry === "never")
    return
  }
  // It was copied on its way here, and nobody else has this copy.
  port.postMessage(piece.value, [piece.value.buffer as ArrayBuffer])
  one.reading.onPiece?.(asked)
}

let awake: ReturnType<typeof setInterval> | undefined

/** As long as somebody reads. */
function keepAwake(): void {
  awake ??= setInterval(() => {
    if ([...served.values()].some(({ ports }) => ports.size > 0))
      return navigator.serviceWorker.controller?.postMessage(stillReading)
    clearInterval(awake)
    awake = undefined
  }, stillMs)
}
