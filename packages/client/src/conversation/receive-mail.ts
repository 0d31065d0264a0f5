import { equal, type Result, succeed, unwrap } from "@colombe/base"
import { decodeKeyPackageSecrets, decodeMessageAs } from "@colombe/mls"
import { type ConversationId, headOf, isActive, stateOf } from "@colombe/rules"
import { type MailKey, openMail, purposes, readInvitation, verifyMail } from "@colombe/seal"
import { type Mail, MailKind, whole } from "@colombe/wire"
import { fetchChain } from "../account/chains.ts"
import { questionKeys, takeGrant, takeQuestion } from "../history/take-mail.ts"
import { keyPackageTable } from "../records/account-records.ts"
import { conversationTable, seqKey, welcomeTable } from "../records/conversation-records.ts"
import { putRecord, readRecord, scanRecords } from "../records/table.ts"
import { applyInvitation, keepInvitation } from "./invitation.ts"
import type { Receiving } from "./receiving.ts"
import { saveRecord } from "./view.ts"

/** Own key packages of which mail may still be under way. */
const lastResortsMax = 64
/** Rows looked at to find them. */
const keyPackageRows = 512

/**
 * One mail, spec Y36 and Y37. What cannot be opened or verified is passed over: whoever sent it can send again, and
 * nothing may stop what comes behind it. Fails only where the server has to be asked and does not answer. Gives the
 * conversation that it is about.
 */
export async function receiveMail(
  receiving: Receiving,
  mail: Mail,
): Promise<Result<ConversationId | undefined>> {
  if (mail.kind === MailKind.WELCOME) return succeed(keepWelcome(receiving, mail))
  if (mail.kind !== MailKind.SEALED) return succeed(undefined)
  const { home, identity, transaction } = receiving
  const { account, device } = identity.me
  const keys = [...(await mailKeys(receiving)), ...(await questionKeys(transaction))]
  const opened = await openMail(home.crypto, { to: account, toDevice: device }, keys, mail.body)
  if (!opened.ok) return succeed(undefined)
  const following = await fetchChain(home, transaction, opened.value.claimed.from)
  if (!following.ok) return following.retry === "never" ? succeed(undefined) : following
  if (following.value.at === "forked") return succeed(undefined)
  const { chain } = following.value
  const verified = await verifyMail(home.crypto, opened.value, {
    deviceKey: (from, id) =>
      equal(from, chain.account) && isActive(chain, headOf(chain), id)
        ? stateOf(chain).devices.find(one => equal(one.id, id))?.dsk
        : undefined,
    // An invitation repeated says the same again.
    isNew: () => true,
  })
  if (!verified.ok) return succeed(undefined)
  const { purpose } = verified.value
  if (purpose === purposes.keyRequest) await takeQuestion(receiving, verified.value)
  if (purpose === purposes.keyGrant) await takeGrant(receiving, verified.value)
  if (purpose !== purposes.invitation) return succeed(undefined)
  const read = readInvitation(home.crypto, verified.value.body)
  if (!read.ok) return succeed(undefined)
  await keepInvitation(receiving, verified.value.from, read.value)
  const { conversation } = read.value
  const record = await readRecord(transaction, conversationTable, conversation)
  if (record !== undefined) saveRecord(home, transaction, await applyInvitation(receiving, record))
  return succeed(conversation)
}

function keepWelcome({ home, transaction }: Receiving, mail: Mail): ConversationId | undefined {
  const commitSeq = whole(mail.commitSeq)
  if (commitSeq === undefined || mail.conversation.length !== 32) return undefined
  putRecord(transaction, welcomeTable, [mail.conversation, seqKey(commitSeq)], {
    welcome: mail.body,
    receivedAtMs: home.clock.now(),
  })
  return mail.conversation
}

async function mailKeys({ transaction }: Receiving): Promise<readonly MailKey[]> {
  const rows = await scanRecords(transaction, keyPackageTable, { limit: keyPackageRows })
  return rows
    .filter(({ value }) => value.lastResort)
    .sort((left, right) => right.value.madeAtMs - left.value.madeAtMs)
    .slice(0, lastResortsMax)
    .map(({ value }) => {
      const { initKey } = unwrap(decodeMessageAs(value.keyPackage, "keyPackage"))
      const secrets = unwrap(decodeKeyPackageSecrets(value.secrets))
      return { publicKey: { algorithm: "xwing", bytes: initKey }, privateKey: secrets.initKey }
    })
}
