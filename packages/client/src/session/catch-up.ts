import { type Result, succeed, toHex } from "@colombe/base"
import type { ConversationId } from "@colombe/rules"
import { type ChangedConversation, type Mail, whole } from "@colombe/wire"
import { type Asked, askAhead, pullConversation } from "../conversation/pull.ts"
import { receiveMail } from "../conversation/receive-mail.ts"
import { type Home, type Identity, transact, wireOf } from "../home/home.ts"
import type { RecordReader } from "../home/transaction.ts"
import { type CursorRecord, cursorTable } from "../records/account-records.ts"
import { conversationTable } from "../records/conversation-records.ts"
import { putRecord, readRecord } from "../records/table.ts"
import { pullReads } from "../relay/pull-reads.ts"
import { noteSuspects } from "../restore/suspect.ts"
import { isSelf } from "../self/log.ts"
import { pullSelf } from "../self/pull.ts"

/** Rows asked for at one time. */
const followPage = 500
const mailPage = 100

export async function cursorOf(reader: RecordReader): Promise<CursorRecord> {
  return (await readRecord(reader, cursorTable)) ?? { accountSeq: 0, mailSeq: 0 }
}

async function moveCursor(home: Home, change: Partial<CursorRecord>): Promise<void> {
  await transact(home, async transaction => {
    putRecord(transaction, cursorTable, [], { ...(await cursorOf(transaction)), ...change })
    return succeed()
  })
}

/**
 * One pass of catching up, spec Y7: subscribe, then mail, then every conversation that changed. The cursor moves only
 * after all that it stands for is durable; whatever is interrupted is asked for again.
 */
export async function catchUp(
  home: Home,
  identity: Identity,
  progress: (left: number) => void,
): Promise<Result<void>> {
  const { accountSeq } = await cursorOf(home.store)
  let from = accountSeq
  for (;;) {
    const answer = await wireOf(home).call("follow", { accountSeq: BigInt(from), limit: followPage })
    if (!answer.ok) return answer
    for (const changed of answer.value.changed) await note(home, changed)
    // While there is more, the index stands further on than these rows.
    const { more, changed, accountSeq: index } = answer.value
    const next = whole(more ? (changed.at(-1)?.accountSeq ?? index) : index)
    if (next === undefined) break
    from = next
    if (!more) break
  }
  await noteSuspects(home)
  const mail = await pullMail(home, identity)
  if (!mail.ok) return mail
  const pulled = await pullBehind(home, identity, progress)
  if (!pulled.ok) return pulled
  const reads = await pullReads(home, identity)
  if (!reads.ok && home.current.wire === undefined) return reads
  if (from !== accountSeq) await moveCursor(home, { accountSeq: from })
  return acknowledge(home)
}

/** A conversation of which the server has more than the verified log here. */
export async function note(home: Home, { conversation, head }: ChangedConversation): Promise<void> {
  const record = await readRecord(home.store, conversationTable, conversation)
  const serverHead = whole(head) ?? 0
  if (record !== undefined && (record.broken || record.head.seq >= serverHead)) return
  home.behind.set(toHex(conversation), conversation)
}

/**
 * Brings all that is behind up to date, the self conversation first, since it has the keys of the others, then what
 * changed last (spec Y70). What cannot be, for now, stays noted; the connection's end ends the pass.
 */
export async function pullBehind(
  home: Home,
  identity: Identity,
  progress: (left: number) => void,
): Promise<Result<void>> {
  const noted = inOrder(home, identity, [...home.behind])
  let ahead: Asked | undefined
  for (const [index, [name, conversation]] of noted.entries()) {
    progress(noted.length - index)
    home.behind.delete(name)
    const [asked, next] = [ahead, noted[index + 1]]
    ahead = next && (await askAhead(home, next[1]))
    const pulled = isSelf(home, identity, conversation)
      ? await pullSelf(home, identity)
      : await pullConversation(home, identity, conversation, asked)
    if (pulled.ok || pulled.retry === "never") continue
    home.behind.set(name, conversation)
    if (home.current.wire === undefined) return pulled
  }
  return succeed()
}

type Noted = readonly [name: string, conversation: ConversationId]

/** They were noted in the order of the account's index, in which the newest change comes last. */
function inOrder(home: Home, identity: Identity, noted: readonly Noted[]): readonly Noted[] {
  const own = noted.filter(([, conversation]) => isSelf(home, identity, conversation))
  return [...own, ...noted.filter(one => !own.includes(one)).toReversed()]
}

async function pullMail(home: Home, identity: Identity): Promise<Result<void>> {
  for (;;) {
    const { mailSeq } = await cursorOf(home.store)
    const answer = await wireOf(home).call("pullMail", { after: BigInt(mailSeq), limit: mailPage })
    if (!answer.ok) return answer
    for (const mail of answer.value.mail) {
      const taken = await takeMail(home, identity, mail)
      if (!taken.ok) return taken
    }
    if (!answer.value.more || answer.value.mail.length === 0) return succeed()
  }
}

/** Mail and the cursor behind it, in one transaction; a mail seen before is passed over. */
export async function takeMail(home: Home, identity: Identity, mail: Mail): Promise<Result<void>> {
  const seq = whole(mail.seq)
  if (seq === undefined) return succeed()
  const taken = await transact(home, async transaction => {
    const cursor = await cursorOf(transaction)
    if (seq <= cursor.mailSeq) return succeed(undefined)
    const received = await receiveMail({ home, identity, transaction }, mail)
    if (!received.ok) return received
    putRecord(transaction, cursorTable, [], { ...cursor, mailSeq: seq })
    return received
  })
  if (!taken.ok) return taken
  if (taken.value !== undefined) home.behind.set(toHex(taken.value), taken.value)
  return succeed()
}

/** What is durable here need not be kept there. */
async function acknowledge(home: Home): Promise<Result<void>> {
  const { accountSeq, mailSeq } = await cursorOf(home.store)
  const answer = await wireOf(home).call("acknowledge", {
    accountSeq: BigInt(accountSeq),
    mailSeq: BigInt(mailSeq),
  })
  return answer.ok ? succeed() : answer
}
