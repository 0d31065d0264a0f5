import type { Database } from "bun:sqlite"
import { assert, type Bytes, fail, type Result, succeed } from "@colombe/base"
import {
  type AccountStore,
  type BlobStore,
  type ConversationStore,
  copy,
  type NewEntry,
  type Store,
  type StoredEntry,
} from "@colombe/store"
import type { BlobFiles } from "./blobs/files.ts"
import { blobStore } from "./blobs/store.ts"
import { asStorageFailure } from "./failure.ts"
import { accountReads } from "./tables/accounts.ts"
import { entryReads } from "./tables/entries.ts"
import { groupReads, pendingReads } from "./tables/groups.ts"
import { inboxReads } from "./tables/inboxes.ts"
import { joinLinkReads } from "./tables/join-links.ts"
import { keyPackageReads } from "./tables/key-packages.ts"
import type { AnsweredEntry } from "./tables/log.ts"
import { mailReads } from "./tables/mailboxes.ts"
import { readPositionReads } from "./tables/reads.ts"
import type { Writer } from "./writer/writer.ts"

type Read = <Input extends readonly unknown[], Output>(
  act: (...input: Input) => Output,
) => (...input: Input) => Promise<Output>

/** Reads run here, on a connection of their own; changes go to the writer. */
export function assembleStore(
  reader: Database,
  writer: Writer,
  files: BlobFiles,
  release: () => void,
): Store {
  const blobs = blobStore(reader, writer, files)
  let closing: Promise<void> | undefined
  const read: Read =
    act =>
    async (...input) => {
      assert(!closing, "the store is open")
      try {
        return act(...input)
      } catch (error) {
        throw asStorageFailure(error)
      }
    }
  const close = async () => {
    reader.close()
    await writer.close()
    release()
  }
  return {
    storeId: reader.query<{ id: Bytes }, []>("SELECT id FROM store").get()?.id ?? new Uint8Array(),
    accounts: accountStore(reader, writer, read),
    conversations: conversationStore(reader, writer, read, blobs),
    blobs,
    scrub: () => writer.scrub(),
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

function accountStore(reader: Database, writer: Writer, read: Read): AccountStore {
  const accounts = accountReads(reader)
  const mailboxes = mailReads(reader)
  const inboxes = inboxReads(reader)
  return {
    create: async account => writer.call("createAccount", account),
    get: read(accounts.get),
    byHandle: read(accounts.byHandle),
    appendLink: async (...input) => writer.call("appendLink", ...input),
    stateHandle: async (...input) => writer.call("stateHandle", ...input),
    publishKeyPackages: async (...input) => writer.call("publishKeyPackages", ...input),
    claimKeyPackage: async (...input) => writer.call("claimKeyPackage", ...input),
    keyPackagesLeft: read(keyPackageReads(reader).keyPackagesLeft),
    dropDevice: async (...input) => writer.call("dropDevice", ...input),
    deliver: async mail => writer.call("deliver", mail),
    mail: read(mailboxes.mail),
    mailbox: read(mailboxes.mailbox),
    acknowledgeMail: async (...input) => writer.call("acknowledgeMail", ...input),
    touch: async (...input) => writer.call("touch", ...input),
    changed: read(inboxes.changed),
    accountSeq: read(inboxes.accountSeq),
    addInvitation: async (...input) => writer.call("addInvitation", ...input),
  }
}

function conversationStore(
  reader: Database,
  writer: Writer,
  read: Read,
  blobs: BlobStore,
): ConversationStore {
  const { head, entries } = entryReads(reader)
  const { joinLinks, asks } = joinLinkReads(reader)
  const { group, isMember, readableUpTo, members, memberships } = groupReads(reader)
  return {
    open: entry => withBody(entry, own => writer.callOwned("openConversation", own)),
    append: async entry => {
      // Bytes that are there stay there: what is whole now is whole when the entry is stored, or swept as a whole.
      for (const blob of entry.blobs ?? []) {
        const found = await blobs.get(blob)
        if (found?.length !== found?.size) return fail("blob-incomplete", "after-refresh")
      }
      return withBody(entry, own => writer.callOwned("appendEntry", own))
    },
    erase: async (...input) => writer.call("erase", ...input),
    expire: async (...input) => writer.call("expire", ...input),
    pruneGroups: async (...input) => writer.call("pruneGroups", ...input),
    head: read(head),
    entries: read(entries),
    group: read(group),
    isMember: read(isMember),
    readableUpTo: read(readableUpTo),
    members: read(members),
    memberships: read(memberships),
    joinLinks: read(joinLinks),
    putAsk: async (...input) => writer.call("putAsk", ...input),
    asks: read(asks),
    dropAsk: async (...input) => writer.call("dropAsk", ...input),
    putRead: async read => writer.call("putRead", read),
    reads: read(readPositionReads(reader).reads),
    pendingFanout: read(pendingReads(reader).pendingFanout),
    fannedOut: async (...input) => writer.call("fannedOut", ...input),
  }
}

/** The writer answers without the body, which is the one that was sent: an answer under one send key has one body. */
async function withBody<Code extends string>(
  entry: NewEntry,
  store: (entry: NewEntry) => Promise<Result<AnsweredEntry, Code>>,
): Promise<Result<StoredEntry, Code>> {
  const own = copy(entry)
  const result = await store(own)
  if (!result.ok) return result
  const { hasBody, ...answered } = result.value
  return succeed({ ...answered, body: hasBody ? own.body : undefined })
}
