import {
  type Bytes,
  decode,
  encode,
  fail,
  fromBase64Url,
  fromUtf8,
  type Result,
  succeed,
  toBase64Url,
  toUtf8,
} from "@colombe/base"
import { textBytesMax, titleBytesMax } from "@colombe/rules"
import { identityOf } from "../account/me.ts"
import type { Folder, SelfCalls } from "../api/index.ts"
import { type Home, tell, transact } from "../home/home.ts"
import { chatOf } from "../queries/own-marks.ts"
import {
  type Area,
  readRegister,
  registerKey,
  registerNameBytesMax,
  registersIn,
  writeRegister,
} from "../self/registers.ts"
import { chatShared, folderShared } from "../self/values.ts"
import type { Driver } from "../session/driver.ts"
import { idOf, storing } from "./in-turn.ts"

const itemIdBytes = 16
const nothing = new Uint8Array()
const set = Uint8Array.of(1)
/** Conversations in one folder. */
const folderSizeMax = 500
const pinnedMax = 255

export function selfCalls(home: Home, driver: Driver): SelfCalls {
  const write = (area: Area, name: Result<Bytes>, value: Result<Bytes>): Promise<Result<void>> =>
    storing(async () => {
      const identity = identityOf(home)
      if (!identity.ok) return identity
      if (!name.ok) return name
      if (!value.ok) return value
      const by = { device: identity.value.me.device, now: home.clock.now() }
      const written = await home.serial(() =>
        transact(home, async transaction => {
          await writeRegister(transaction, by, registerKey(area, name.value), value.value)
          transaction.afterwards(() => tell(home, { type: "self" }))
          return succeed()
        }),
      )
      driver.kick()
      return written
    })
  const named = async (area: Area, name: Result<Bytes>): Promise<Bytes | undefined> =>
    name.ok ? readRegister(home.store, area, name.value) : undefined
  return {
    setting: async name => textOf(await named("setting", bounded(name, registerNameBytesMax))),
    setSetting: (name, value) =>
      write("setting", bounded(name, registerNameBytesMax), bounded(value, textBytesMax)),
    async chatMarks(conversation) {
      const { mutedUntilMs, pinned, archived } = chatOf(await named("chat", idOf(conversation)))
      return { mutedUntil: mutedUntilMs, pinned, archived }
    },
    setChatMarks: (conversation, { mutedUntil, pinned, archived }) => {
      const isSound =
        Number.isSafeInteger(mutedUntil) && mutedUntil >= 0 && pinned >= 0 && pinned <= pinnedMax
      if (!isSound || !Number.isInteger(pinned)) return Promise.resolve(fail("request-invalid"))
      return write(
        "chat",
        idOf(conversation),
        succeed(encode(chatShared, { mutedUntilMs: mutedUntil, pinned, archived })),
      )
    },
    markUnread: conversation => write("unread", idOf(conversation), succeed(set)),
    async folders() {
      const rows = await registersIn(home.store, "folder")
      const folders = rows.flatMap(({ name, value }): Folder[] => {
        const read = decoded(folderShared, value)
        if (read === undefined) return []
        return [
          {
            folder: toBase64Url(name),
            title: read.title,
            conversations: read.conversations.map(toBase64Url),
          },
        ]
      })
      return folders.sort((left, right) => left.title.localeCompare(right.title))
    },
    async setFolder({ folder, title, conversations }) {
      const id = folder === undefined ? succeed(home.crypto.random(itemIdBytes)) : itemOf(folder)
      const set = await write("folder", id, folderValue(title, conversations))
      return set.ok && id.ok ? succeed({ folder: toBase64Url(id.value) }) : (set as Result<never>)
    },
    removeFolder: folder => write("folder", itemOf(folder), succeed(nothing)),
  }
}

function bounded(text: string, bytesMax: number): Result<Bytes> {
  const bytes = toUtf8(text)
  return bytes.length > bytesMax ? fail("text-too-long") : succeed(bytes)
}

function itemOf(text: string): Result<Bytes> {
  const bytes = fromBase64Url(text)
  return bytes?.length === itemIdBytes ? succeed(bytes) : fail("id-invalid")
}

function folderValue(title: string, conversations: readonly string[]): Result<Bytes> {
  const named = bounded(title.trim(), titleBytesMax)
  if (!named.ok) return named
  if (named.value.length === 0) return fail("text-empty")
  if (conversations.length > folderSizeMax) return fail("request-invalid")
  const ids: Bytes[] = []
  for (const one of conversations) {
    const id = idOf(one)
    if (!id.ok) return id
    ids.push(id.value)
  }
  return succeed(encode(folderShared, { title: title.trim(), conversations: ids }))
}

function textOf(bytes: Bytes | undefined): string | undefined {
  return bytes === undefined ? undefined : fromUtf8(bytes)
}

function decoded<Value>(
  codec: Parameters<typeof decode<Value>>[0],
  bytes: Bytes | undefined,
): Value | undefined {
  const read = bytes === undefined ? undefined : decode(codec, bytes)
  return read?.ok ? read.value : undefined
}
