import {
  type Bytes,
  decode,
  encode,
  fail,
  fromUtf8,
  opaque,
  type Result,
  succeed,
  toUtf8,
} from "@colombe/base"
import { displayNameBytesMax, isPicture, readLine } from "@colombe/seal"
import type { Receiving } from "../conversation/receiving.ts"
import { type Home, type Identity, tell, transact } from "../home/home.ts"
import type { RecordReader, Transaction } from "../home/transaction.ts"
import { meTable } from "../records/account-records.ts"
import { pictureTable } from "../records/picture-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { registerKey, writeRegister } from "../self/registers.ts"
import { keepPicture } from "./pictures.ts"

/** How this person goes by and looks, on all their devices (spec V18): two registers of one area. */
const nameKey = toUtf8("name")
const pictureKey = toUtf8("picture")

/** Undefined: none. */
export function ownPicture(reader: RecordReader, { me }: Pick<Identity, "me">): Promise<Bytes | undefined> {
  return readRecord(reader, pictureTable, me.account)
}

export async function setOwnPicture(
  home: Home,
  { me }: Identity,
  picture: Bytes | undefined,
): Promise<Result<void>> {
  if (picture !== undefined && !isPicture(picture)) return fail("picture-invalid")
  return transact(home, async transaction => {
    const by = { device: me.device, now: home.clock.now() }
    // An empty register is one that nobody ever wrote; a picture that was taken away is said.
    await writeRegister(
      transaction,
      by,
      registerKey("profile", pictureKey),
      encode(opaque, picture ?? noBytes),
    )
    await keepPicture(home.crypto, transaction, me.account, picture, 0)
    transaction.afterwards(() => tell(home, { type: "me" }))
    return succeed()
  })
}

const noBytes = new Uint8Array()

export async function shareOwnName(
  home: Home,
  transaction: Transaction,
  { me }: Identity,
  name: string,
): Promise<void> {
  const by = { device: me.device, now: home.clock.now() }
  await writeRegister(transaction, by, registerKey("profile", nameKey), toUtf8(name))
}

/** What another of this person's devices says of them. */
export async function applyProfile(receiving: Receiving, name: Bytes, value: Bytes): Promise<void> {
  const { home, transaction, identity } = receiving
  const said = fromUtf8(name)
  if (said === "picture") {
    const picture = decode(opaque, value)
    if (!picture.ok || (picture.value.length > 0 && !isPicture(picture.value))) return
    const shown = picture.value.length === 0 ? undefined : picture.value
    await keepPicture(home.crypto, transaction, identity.me.account, shown, 0)
  }
  if (said === "name") await takeName(receiving, value)
  transaction.afterwards(() => tell(home, { type: "me" }))
}

async function takeName({ home, transaction }: Receiving, value: Bytes): Promise<void> {
  const line = readLine(value, displayNameBytesMax)
  const me = await readRecord(transaction, meTable)
  if (!line.ok || me === undefined || me.displayName === line.value) return
  const named = { ...me, displayName: line.value }
  putRecord(transaction, meTable, [], named)
  transaction.afterwards(() => {
    const { identity } = home.current
    if (identity !== undefined) home.current.identity = { ...identity, me: named }
  })
}
