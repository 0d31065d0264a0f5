import { assert, keyOf, toUtf8 } from "@colombe/base"
import { copy } from "../copy.ts"
import type { Hashing } from "../next-entry.ts"
import type { AccountStore, ConversationStore, Store } from "../port.ts"
import {
  accountByHandle,
  addInvitation,
  appendLink,
  createAccount,
  getAccount,
  stateHandle,
} from "./accounts.ts"
import { appendBlob, getBlob, openBlob, readBlob, sweepBlobs } from "./blobs.ts"
import { dropDevice } from "./devices.ts"
import type { MemoryDisk } from "./disk.ts"
import { eraseBodies, expireBodies } from "./erasure.ts"
import { fannedOut, isMember, memberships, membersOf, pendingFanout, readableUpTo } from "./fanout.ts"
import { groupAt, pruneGroups } from "./groups.ts"
import { accountSeq, changed, touch } from "./indexes.ts"
import { asksOf, dropAsk, joinLinksOf, putAsk } from "./join-links.ts"
import { claimKeyPackage, keyPackagesLeft, publishKeyPackages } from "./key-packages.ts"
import { appendEntry, entriesAfter, headOf, openConversation } from "./log.ts"
import { acknowledgeMail, deliver, mailAfter, mailbox } from "./mailboxes.ts"
import { putRead, readsOf } from "./reads.ts"

/** Runs a whole call at once, which makes it atomic, and keeps the caller's bytes apart from the disk's. */
type Run = <Input extends readonly unknown[], Output>(
  act: (disk: MemoryDisk, ...input: Input) => Output,
) => (...input: Input) => Promise<Output>

/** The store of tests and simulations: as durable as the disk handed in. */
export function memoryStore(crypto: Hashing, disk: MemoryDisk): Store {
  let isOpen = true
  const run: Run =
    act =>
    async (...input) => {
      assert(isOpen, "the store is open")
      return copy(act(disk, ...copy(input)))
    }
  return {
    storeId: disk.storeId.slice(),
    accounts: accountStore(run, crypto),
    conversations: conversationStore(run, crypto),
    blobs: {
      open: run(openBlob),
      get: run(getBlob),
      append: run(appendBlob),
      read: run(readBlob),
      sweep: run(sweepBlobs),
    },
    scrub: run(() => undefined),
    close: async () => {
      isOpen = false
    },
  }
}

function accountStore(run: Run, crypto: Hashing): AccountStore {
  const invitationHash = (text: string): string => keyOf(crypto.hash("SHA-256", toUtf8(text)))
  return {
    create: run((disk, account) => {
      const { invitation } = account
      return createAccount(disk, account, invitation === undefined ? undefined : invitationHash(invitation))
    }),
    get: run(getAccount),
    byHandle: run(accountByHandle),
    appendLink: run(appendLink),
    stateHandle: run(stateHandle),
    publishKeyPackages: run(publishKeyPackages),
    claimKeyPackage: run(claimKeyPackage),
    keyPackagesLeft: run(keyPackagesLeft),
    dropDevice: run(dropDevice),
    deliver: run(deliver),
    mail: run(mailAfter),
    mailbox: run(mailbox),
    acknowledgeMail: run(acknowledgeMail),
    touch: run(touch),
    changed: run(changed),
    accountSeq: run(accountSeq),
    addInvitation: run((disk, text, expires, uses) =>
      addInvitation(disk, invitationHash(text), expires, uses),
    ),
  }
}

function conversationStore(run: Run, crypto: Hashing): ConversationStore {
  return {
    open: run((disk, entry) => openConversation(disk, crypto, entry)),
    append: run((disk, entry) => appendEntry(disk, crypto, entry)),
    erase: run(eraseBodies),
    expire: run(expireBodies),
    pruneGroups: run(pruneGroups),
    head: run((disk, conversation) => {
      const found = disk.conversations.get(keyOf(conversation))
      return found && headOf(found)
    }),
    entries: run(entriesAfter),
    group: run(groupAt),
    isMember: run(isMember),
    readableUpTo: run(readableUpTo),
    members: run(membersOf),
    memberships: run(memberships),
    joinLinks: run(joinLinksOf),
    putAsk: run(putAsk),
    asks: run(asksOf),
    dropAsk: run(dropAsk),
    putRead: run(putRead),
    reads: run(readsOf),
    pendingFanout: run(pendingFanout),
    fannedOut: run(fannedOut),
  }
}
