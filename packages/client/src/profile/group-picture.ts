import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import { kinds } from "@colombe/rules"
import { composePicture, mayPost, slots } from "@colombe/seal"
import { ownRole } from "../conversation/facts.ts"
import type { View } from "../conversation/view.ts"
import type { Home, Identity } from "../home/home.ts"
import { queueSend } from "../outbox/queue.ts"
import { pictureTable } from "../records/picture-records.ts"
import { readRecord } from "../records/table.ts"

const pictureKind = kinds.state + slots.avatar

/** What an admin says that the group looks like from now on; undefined: like its name again. */
export async function setGroupPicture(
  home: Home,
  identity: Identity,
  view: View,
  picture: Bytes | undefined,
): Promise<Result<void>> {
  if (!mayPicture(view, identity)) return fail("commit-forbidden")
  const composed = composePicture(home.crypto, picture)
  if (!composed.ok) return composed
  const said = { kind: pictureKind, content: composed.value.bytes }
  const queued = await queueSend(home, view.record.conversation, said)
  return queued.ok ? succeed() : queued
}

/** For those who were just added, who cannot read what was sealed before: as far as whoever adds them may say it. */
export async function repeatGroupPicture(home: Home, identity: Identity, view: View): Promise<Result<void>> {
  const picture = await readRecord(home.store, pictureTable, view.record.conversation)
  if (picture === undefined || !mayPicture(view, identity)) return succeed()
  return setGroupPicture(home, identity, view, picture)
}

function mayPicture({ record, state }: View, { me }: Identity): boolean {
  return mayPost(pictureKind, record.seed.kind, ownRole(state.public, me.account))
}
