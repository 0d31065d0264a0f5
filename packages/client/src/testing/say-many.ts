import { type Bytes, fromBase64Url, unwrap } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { composeText, sealMessage } from "@colombe/seal"
import { callsInFlightMax, type Entry, entriesPageMax } from "@colombe/wire"
import { epochKeys } from "../conversation/epoch.ts"
import { incarnationOf } from "../conversation/facts.ts"
import { applyEntries } from "../conversation/pull.ts"
import { loadView, type View } from "../conversation/view.ts"
import { namedAs } from "../devices/own-name.ts"
import type { ClientPorts } from "../home/home.ts"
import { bodyFor } from "../outbox/seal-row.ts"
import { connectedHome } from "./connected-home.ts"

const sendIdBytes = 16

type Connected = Awaited<ReturnType<typeof connectedHome>>

/** A device that says a lot at once, without an outbox between: for filling a server. Its own client is closed meanwhile. */
export async function openSpeaker(ports: ClientPorts): Promise<{
  /** Everything is in the log, and here, when it resolves. */
  say(conversation: string, texts: readonly string[]): Promise<void>
  close(): void
}> {
  const speaking = await connectedHome(ports)
  return {
    async say(conversation, texts) {
      const id = fromBase64Url(conversation) ?? new Uint8Array()
      for (let at = 0; at < texts.length; at += entriesPageMax)
        await sayPage(speaking, id, texts.slice(at, at + entriesPageMax))
    },
    close: () => speaking.wire.close(),
  }
}

async function sayPage(speaking: Connected, conversation: Bytes, texts: readonly string[]): Promise<void> {
  const { home, identity } = speaking
  const view = await loadView(home, home.store, conversation)
  if (view === undefined) throw new Error("the device is in the conversation")
  const entries: Entry[] = []
  for (let at = 0; at < texts.length; at += callsInFlightMax) {
    const some = texts.slice(at, at + callsInFlightMax)
    const sealed = await Promise.all(some.map(text => seal(speaking, view, text)))
    entries.push(...(await Promise.all(sealed.map(call => append(speaking, call)))))
  }
  entries.sort((left, right) => Number(left.seq - right.seq))
  unwrap(await applyEntries(home, identity, conversation, entries))
}

async function seal({ home, identity }: Connected, view: View, text: string) {
  const { conversation } = view.record
  const { epoch } = view.state.public.context
  const incarnation = incarnationOf(view.state.public)
  const [key] = await epochKeys(home.store, { conversation, incarnation, epoch })
  if (key === undefined) throw new Error("the device has the epoch's key")
  const { bytes: content } = unwrap(composeText(home.crypto, text, "plain", namedAs(identity.me)))
  const row = { createdAtMs: home.clock.now(), content }
  const sendId = home.crypto.random(sendIdBytes)
  const body = unwrap(
    await sealMessage(home.crypto, key, {
      place: { kind: kinds.message, conversation, incarnation, epoch, sendId },
      body: unwrap(await bodyFor(home, identity, view, row)),
      signer: identity.signer,
    }),
  )
  return { conversation, incarnation, epoch: BigInt(epoch), body }
}

async function append({ wire }: Connected, call: Awaited<ReturnType<typeof seal>>): Promise<Entry> {
  const { entry } = unwrap(await wire.call("append", call))
  if (entry === undefined) throw new Error("the server gives what it stored")
  return { ...entry, body: call.body }
}
