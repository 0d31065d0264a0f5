import { fail, type Milliseconds, type Result, toHex } from "@colombe/base"
import { type ConversationId, kinds } from "@colombe/rules"
import { whole } from "@colombe/wire"
import { finishGroupLater } from "../conversation/finish-group.ts"
import { joinConversation } from "../conversation/join.ts"
import { plannedGroupOf } from "../conversation/planned-group.ts"
import { applyEntries, pullConversation } from "../conversation/pull.ts"
import { renewLeaf } from "../conversation/renew-leaf.ts"
import { loadView, type View } from "../conversation/view.ts"
import { withoutGoneDevices } from "../devices/gone-devices.ts"
import { areUploaded } from "../files/upload.ts"
import { chance, type Home, type Identity, wireOf } from "../home/home.ts"
import { tellPicture } from "../profile/tell.ts"
import { beginAgain } from "../restore/begin-again.ts"
import { whereItStands } from "../restore/mend.ts"
import { suspect } from "../restore/suspect.ts"
import { isSelf } from "../self/log.ts"
import { pullSelf } from "../self/pull.ts"
import { judgeAnswer, noTries, type Tries } from "./outbox.ts"
import { conversationsWithRows, failRow, findRow, type OutboxRow, rowsOf } from "./rows.ts"
import { sealRow } from "./seal-row.ts"
import { sendToSelf } from "./send-to-self.ts"

/** What is known of a conversation's sends besides the rows: gone with the process, so that a new one tries at once. */
export interface Pace {
  readonly tries: Tries
  readonly until: Milliseconds
}

export type Paces = Map<string, Pace>

/** When the next send may be tried; undefined where nothing waits for a moment. */
export type NextTry = Milliseconds | undefined

/** Sends everything that may go now, each conversation in its own order (spec Y10 to Y14). */
export async function flushOutbox(home: Home, identity: Identity, paces: Paces): Promise<NextTry> {
  let next: NextTry
  for (const conversation of await conversationsWithRows(home.store)) {
    const until = await flushConversation(home, identity, paces, conversation)
    if (until !== undefined) next = Math.min(next ?? until, until)
  }
  return next
}

async function flushConversation(
  home: Home,
  identity: Identity,
  paces: Paces,
  conversation: ConversationId,
): Promise<NextTry> {
  const name = toHex(conversation)
  for (;;) {
    const pace = paces.get(name) ?? { tries: noTries, until: 0 }
    if (pace.until > home.clock.now()) return pace.until
    const first = (await rowsOf(home.store, conversation)).find(({ row }) => row.failed === undefined)
    if (first === undefined) {
      paces.delete(name)
      return undefined
    }
    if (!(await areUploaded(home.store, first.row.files))) {
      home.current.uploader?.want()
      return undefined
    }
    // Without a record its files are uploaded, or were taken back together with it.
    if ((await findRow(home.store, conversation, first.row.sendId)) === undefined) continue
    const toSelf = isSelf(home, identity, conversation)
    const answer = await (toSelf
      ? sendToSelf(home, identity, first)
      : sendRow(home, identity, conversation, first))
    const moment = { now: home.clock.now(), chance: chance(home) }
    const { verdict, tries } = judgeAnswer(answer, pace.tries, moment)
    paces.set(name, { tries, until: verdict.next === "wait" ? verdict.until : 0 })
    if (verdict.next === "wait") return verdict.until
    if (verdict.next === "stored" && isSaying(first)) await tellPicture(home, identity, conversation)
    if (verdict.next === "failed") await failRow(home, conversation, first, verdict.code)
    if (verdict.next === "look") {
      const pulled = await (toSelf
        ? pullSelf(home, identity)
        : pullConversation(home, identity, conversation))
      if (!pulled.ok && pulled.retry === "never") await failRow(home, conversation, first, pulled.code)
    }
  }
}

/** What people see that somebody said: those who do learn how they look, too. */
const isSaying = ({ row: { kind, text, files } }: OutboxRow): boolean =>
  kind === kinds.message && (text !== "" || files.length > 0)

/** One try: joins first where that is needed, and says the same bytes again where they may be there already. */
async function sendRow(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
  first: OutboxRow,
): Promise<Result<unknown>> {
  const view = await readyView(home, identity, conversation)
  if (!view.ok) return view
  const sealed = await sealRow(home, identity, view.value, first)
  if (!sealed.ok) return sealed
  const { incarnation, epoch, body } = sealed.value
  const answer = await wireOf(home).call("append", {
    conversation,
    incarnation,
    epoch: BigInt(epoch),
    body,
    blobs: first.row.files.map(({ blob }) => blob),
  })
  // Nobody waits for an answer of the other side: the person is told, and tries again after it.
  if (!answer.ok && answer.code === "first-contact-limit") return fail(answer.code)
  if (!answer.ok) return answer
  const seq = answer.value.entry === undefined ? undefined : whole(answer.value.entry.seq)
  if (answer.value.entry === undefined || seq === undefined) return fail("server-not-colombe")
  if (seq <= view.value.record.head.seq) {
    // Something else stands there: an old backup (spec Y81), or a lie, which is not asked again for ever.
    await suspect(home, conversation)
    return fail("server-not-colombe", "after-refresh")
  }
  const entry = { ...answer.value.entry, body }
  const applied = await applyEntries(home, identity, conversation, [entry])
  if (applied.ok) return applied
  return applied.retry === "never" ? applied : pullConversation(home, identity, conversation)
}

async function readyView(
  home: Home,
  identity: Identity,
  conversation: ConversationId,
): Promise<Result<View>> {
  // Nothing is said before everybody is in who is meant to read it.
  if ((await plannedGroupOf(home.store, conversation)) !== undefined) {
    const made = await finishGroupLater(home, identity, conversation)
    if (!made.ok) return made
  }
  const view = await loadView(home, home.store, conversation)
  if (view === undefined) {
    const begun = await beginAgain(home, identity, conversation)
    return begun.ok ? pullConversation(home, identity, conversation) : begun
  }
  if (view.record.broken) return fail(view.record.alert ?? "log-broken")
  const { membership } = view.record
  if (membership === "removed" || membership === "left") return fail("conversation-unknown")
  const mended = await whereItStands(home, identity, view)
  if (!mended.ok) return mended
  const joined =
    mended.value.state.member === undefined ? await joinConversation(home, identity, conversation) : mended
  if (!joined.ok) return joined
  // Nothing more is said to a device that its account removed; that commit renews this leaf too.
  const alone = await withoutGoneDevices(home, identity, joined.value)
  if (!alone.ok || alone.value !== joined.value) return alone
  return renewLeaf(home, identity, alone.value, true)
}
