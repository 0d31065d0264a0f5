import { concat, encode, equal, succeed } from "@colombe/base"
import {
  grantedKeysMax,
  isWanted,
  type KeyRecord,
  type KeyRequest,
  keyGrant,
  mayPassOn,
  mayRelease,
  purposes,
  readKeyRequest,
} from "@colombe/seal"
import { epochKeys } from "../conversation/epoch.ts"
import { loadView } from "../conversation/view.ts"
import { type Home, type Identity, transact } from "../home/home.ts"
import { noted } from "../home/noted.ts"
import { deleteRecord, putRecord, readRecord, scanRecords } from "../records/table.ts"
import { askEvery } from "./ask.ts"
import { type Asking, askerIn } from "./asker.ts"
import { type EpochFacts, epochsOf } from "./epochs.ts"
import { answeredTable, type QuestionRecord, questionTable } from "./key-mail-records.ts"
import { mailToDevice } from "./mail-to.ts"

/** Questions looked at in one round. */
const questionsMax = 64

/** Answers what was asked, spec K10 to K15, K19. A refusal is silent: whoever may have nothing hears nothing. */
export async function answerQuestions(home: Home, identity: Identity): Promise<void> {
  const rows = await scanRecords(home.store, questionTable, { limit: questionsMax })
  for (const { key, value } of rows) {
    const answered = await readRecord(home.store, answeredTable, key)
    const now = home.clock.now()
    const isSoon = answered !== undefined && now < noted(answered, now) + askEvery
    if (!isSoon) await answer(home, identity, value)
    await transact(home, async transaction => {
      deleteRecord(transaction, questionTable, key)
      if (!isSoon) putRecord(transaction, answeredTable, [key], now)
      return succeed()
    })
  }
}

async function answer(home: Home, identity: Identity, question: QuestionRecord): Promise<void> {
  const request = readKeyRequest(question.body)
  if (!request.ok) return
  const { conversation } = request.value
  const view = await loadView(home, home.store, conversation)
  if (view === undefined || view.record.broken) return
  const epochs = await epochsOf(home.store, conversation)
  const asking = await askerIn(home, view, epochs, question)
  if (asking === undefined) return
  const keys: KeyRecord[] = []
  for (const epoch of epochs)
    if (keys.length < grantedKeysMax) keys.push(...(await released(home, request.value, asking, epoch)))
  if (keys.length === 0) return
  const body = encode(keyGrant, { request: question.id, keys })
  const to = { account: question.from, device: question.device }
  await mailToDevice(home, identity, to, request.value.once, { purpose: purposes.keyGrant, body })
}

async function released(
  home: Home,
  request: KeyRequest,
  { asker, wasMember }: Asking,
  epoch: EpochFacts,
): Promise<readonly KeyRecord[]> {
  const { place, roster, firstEntryMs, lastEntryMs } = epoch
  const { conversation, incarnation } = place
  const own = (await epochKeys(home.store, place)).find(({ ctx }) => equal(ctx, roster.ctx))
  if (own === undefined) return []
  const state = { incarnation, epoch: place.epoch, ctx: own.ctx }
  const record: KeyRecord = { conversation, state, roster: own.roster, key: own.key }
  if (!isWanted(request, record)) return []
  const { history, historyDays, ttlSeconds } = roster
  const asked = {
    askerWasMember: wasMember(epoch),
    history,
    historyDays,
    firstEntryMs,
    lastEntryMs,
    expiresMs: ttlSeconds === 0 ? undefined : lastEntryMs + ttlSeconds * 1000,
    keyMayPassOn: mayPassOn(own),
  }
  return mayRelease(asker, asked, home.clock.now()).ok ? [record] : []
}

export const questionKey = (device: Uint8Array, conversation: Uint8Array): Uint8Array =>
  concat(device, conversation)
