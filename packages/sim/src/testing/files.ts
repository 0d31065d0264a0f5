import { type Bytes, concat, unwrap } from "@colombe/base"
import type { MessageItem } from "@colombe/client"
import { clientWorld, type Device } from "./client-world.ts"

export const pieceBytes = 1024 * 1024

export async function pair() {
  const world = clientWorld()
  const [ana, bob] = [await world.join("ana"), await world.join("bob")]
  const { account } = unwrap(await world.run(ana.client.findPerson("bob")))
  const { conversation } = unwrap(await world.run(ana.client.openDirect(account)))
  unwrap(await world.run(ana.client.sendText(conversation, "hello")))
  await world.rest()
  unwrap(await world.run(bob.client.acceptRequest(conversation)))
  await world.rest()
  return { world, ana, bob, conversation }
}

/** A file as an app hands it over: piece by piece. */
export async function addFile(
  { client }: Device,
  content: Bytes,
  name = "photo.jpg",
  box = {},
): Promise<string> {
  const { file, pieces } = unwrap(
    await client.startFile({ name, mediaType: "image/jpeg", size: content.length, ...box }),
  )
  for (let index = 0; index < pieces; index++)
    unwrap(await client.writePiece(file, index, content.slice(index * pieceBytes, (index + 1) * pieceBytes)))
  return file
}

export async function messageWithFiles(
  { client }: Device,
  conversation: string,
  id?: string,
): Promise<MessageItem> {
  const { items } = await client.timeline(conversation, { limit: 20 })
  const found = items.find(
    item => item.kind === "message" && item.files.length > 0 && item.id === (id ?? item.id),
  )
  if (found?.kind !== "message") throw new Error("no message with files")
  return found
}

export async function readFile(
  { client }: Device,
  conversation: string,
  { id, files }: MessageItem,
  place = 0,
) {
  const pieces: Bytes[] = []
  for (let index = 0; index < (files[place]?.pieces ?? 0); index++) {
    const piece = await client.readPiece(conversation, id, place, index)
    if (!piece.ok) return piece.code
    pieces.push(piece.value)
  }
  return concat(...pieces)
}
