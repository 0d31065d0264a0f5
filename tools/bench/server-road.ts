import { assert, type Bytes, concat, decodePrefix, encode, equal, fromBase64Url, uint } from "@colombe/base"
import { type Header, header, headerBytes, kinds } from "@colombe/rules"
import { Delivery, decodeServerFrame, encodeCall, encodeRequest } from "@colombe/wire"
import type { Road, Send } from "./closed-loop.ts"
import type { End, Pair } from "./pairs.ts"

/** The second of the padded sizes: what a message of some hundred characters takes. */
export const bodyBytes = 654

/** Ids of calls start far above those of the client whose connection this is. */
const firstCall = 2 ** 31
const random = (length: number): Bytes => crypto.getRandomValues(new Uint8Array(length))

interface UnderWay {
  readonly began: number
  /** Once the sender has its answer and the other end the entry, in either order. */
  readonly done: (latency: number) => void
  stored: boolean
  latency: number | undefined
}

/**
 * What the server does alone: on connections that the clients have signed in, bodies that look sealed are appended, and
 * a message has come when its answer and its delivery are there. Nothing is sealed or opened, so the generator costs
 * little. The clients hear nothing any more.
 */
export const serverRoads = (pairs: readonly Pair[]): Promise<readonly Road[]> =>
  Promise.all(pairs.map(takeOverPair))

async function takeOverPair({ ends: [first, second], conversation }: Pair): Promise<Road> {
  const details = await first.client.conversation(conversation)
  const id = fromBase64Url(conversation)
  if (details === undefined || id === undefined) throw new Error("the pair has its conversation")
  const [there, back] = [new Map<number, UnderWay>(), new Map<number, UnderWay>()]
  const place = { conversation: id, epoch: details.epoch }
  return [
    sending(place, there, listening(first, id, there, back)),
    sending(place, back, listening(second, id, back, there)),
  ]
}

/** Takes answers to what this end sends, and entries that the other one has sent. */
function listening(
  end: End,
  conversation: Bytes,
  sent: Map<number, UnderWay>,
  coming: Map<number, UnderWay>,
) {
  const own = fromBase64Url(end.account) ?? new Uint8Array()
  return end.tap.takeOver(frame => {
    const read = decodeServerFrame(frame)
    assert(read.ok, "the server's frames can be read")
    const { frame: content } = read.value
    if (content.case === "answer") {
      const { id, result } = content.value
      // The client goes on asking for itself: keys for the vault, a minute after it had them.
      if (id < firstCall) return
      assert(result.case === "body", `an append is stored: ${JSON.stringify(result.value)}`)
      settle(sent, id - firstCall, one => {
        one.stored = true
      })
    } else if (content.case === "event" && content.value.event.case === "entryStored") {
      const { conversation: place, entry } = content.value.event.value
      if (entry === undefined || equal(entry.author, own) || !equal(place, conversation)) return
      settle(coming, numberOf(entry.body), one => {
        one.latency = performance.now() - one.began
      })
    }
  })
}

function settle(underWay: Map<number, UnderWay>, number: number, change: (one: UnderWay) => void): void {
  const one = underWay.get(number)
  assert(one !== undefined, "only what is under way arrives")
  change(one)
  if (!one.stored || one.latency === undefined) return
  underWay.delete(number)
  one.done(one.latency)
}

function sending(
  { conversation, epoch }: { readonly conversation: Bytes; readonly epoch: number },
  underWay: Map<number, UnderWay>,
  send: (frame: Bytes) => void,
): Send {
  const rest = random(bodyBytes - headerBytes)
  const prefix = { version: 1, kind: kinds.message, conversation, incarnation: 0, epoch } as const
  const [salt, commitment, run] = [random(32), random(32), random(12)]
  const { append } = Delivery.method
  let next = 0
  return () =>
    new Promise(done => {
      const number = next++
      const sendId = concat(run, uint(number, 4))
      const sealed: Header = { prefix: { ...prefix, sendId, salt }, commitment }
      const body = concat(encode(header, sealed), rest)
      const request = encodeRequest(append, { conversation, incarnation: 0, epoch: BigInt(epoch), body })
      underWay.set(number, { began: performance.now(), done, stored: false, latency: undefined })
      send(encodeCall(firstCall + number, append.name, request))
    })
}

/** A send's number is the end of its id. */
function numberOf(body: Bytes): number {
  const read = decodePrefix(header, body)
  assert(read.ok, "an entry has its header")
  const { sendId } = read.value.value.prefix
  return new DataView(sendId.buffer, sendId.byteOffset).getUint32(12)
}
