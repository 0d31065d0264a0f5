import {
  type Bytes,
  fail,
  fromBase64Url,
  type Result,
  StorageFailure,
  succeed,
  toBase64Url,
} from "@colombe/base"
import { displayNameBytesMax, lineBytes, safetyNumber } from "@colombe/seal"
import { loadDeviceKey } from "./account/device-key.ts"
import { findPerson } from "./account/find-person.ts"
import { addressOf, identityOf, meOf } from "./account/me.ts"
import { personOf } from "./account/people.ts"
import { personLink } from "./account/person-link.ts"
import { register } from "./account/register.ts"
import type { Client } from "./api.ts"
import { addMembers } from "./conversation/add-members.ts"
import { openDirect } from "./conversation/create.ts"
import { createGroupWith } from "./conversation/create-group.ts"
import { decline } from "./conversation/decline.ts"
import { joinConversation } from "./conversation/join.ts"
import { leaveConversation } from "./conversation/leave.ts"
import { markRead } from "./conversation/read-position.ts"
import { removeMember } from "./conversation/remove-member.ts"
import { sendTitle } from "./conversation/titles.ts"
import { loadView, type View } from "./conversation/view.ts"
import { type ClientPorts, type Home, type Identity, makeHome, tell, transact } from "./home/home.ts"
import { queueText } from "./outbox/compose.ts"
import { discardRow, fateOf, retryRow } from "./outbox/sent.ts"
import { detailsOf, listConversations } from "./queries/conversations.ts"
import { timelineOf } from "./queries/timeline.ts"
import { meTable } from "./records/account-records.ts"
import { putRecord, readRecord } from "./records/table.ts"
import { Driver } from "./session/driver.ts"

/** Opens a home, registered or not. Fails with the store's code, and with `storage-damaged` where the device's key is gone. */
export function openClient(ports: ClientPorts): Promise<Result<Client>> {
  return storing(() => open(ports))
}

async function open(ports: ClientPorts): Promise<Result<Client>> {
  const home = makeHome(ports)
  const me = await readRecord(home.store, meTable)
  if (me !== undefined) {
    const signer = await loadDeviceKey(home, home.store)
    if (signer === undefined) return fail("storage-damaged")
    home.current.identity = { me, signer }
  }
  const driver = new Driver(home)
  return succeed({
    ...accountCalls(home, driver),
    ...conversationCalls(home, driver),
    ...sendCalls(home, driver),
    ...lifeCalls(home, driver),
  })
}

type Calls<Name extends keyof Client> = Pick<Client, Name>

function lifeCalls(home: Home, driver: Driver): Calls<"start" | "stop" | "settle" | "watch" | "close"> {
  return {
    start: async () => driver.start(),
    stop: async () => driver.stop(),
    settle: () => driver.settle(),
    watch(listener) {
      home.listeners.add(listener)
      return () => void home.listeners.delete(listener)
    },
    async close() {
      driver.stop()
      // What is under way ends first: its calls fail with the connection.
      await home.serial(async () => {})
      await home.outboxLane(async () => {})
      home.listeners.clear()
    },
  }
}

function accountCalls(
  home: Home,
  driver: Driver,
): Calls<"me" | "register" | "findPerson" | "safetyNumber" | "setDisplayName" | "personLink"> {
  return {
    me: async () => {
      const { identity } = home.current
      return identity === undefined ? undefined : meOf(identity.me)
    },
    async register(request) {
      const registered = await guarded(home, () => register(home, request))
      if (registered.ok) driver.registered()
      return registered
    },
    findPerson: who => guarded(home, () => findPerson(home, who)),
    async safetyNumber(account) {
      const identity = identityOf(home)
      const other = idOf(account)
      if (!identity.ok) return identity
      if (!other.ok) return other
      if (account === toBase64Url(identity.value.me.account)) return fail("direct-with-oneself")
      const groups = safetyNumber(home.crypto, identity.value.me.account, other.value)
      const { trust } = await personOf(home.store, other.value)
      return succeed({ groups, verified: trust === "verified" })
    },
    setDisplayName: name => guarded(home, () => setDisplayName(home, name)),
    async personLink() {
      const identity = identityOf(home)
      if (!identity.ok) return ""
      const { me } = identity.value
      return personLink(me.server, me.account, addressOf(me))
    },
  }
}

/** It goes out with every message from now on. */
async function setDisplayName(home: Home, name: string): Promise<Result<void>> {
  const identity = identityOf(home)
  if (!identity.ok) return identity
  const line = lineBytes(name.trim(), displayNameBytesMax)
  if (!line.ok) return line
  const me = { ...identity.value.me, displayName: name.trim() }
  const stored = await transact(home, async transaction => {
    putRecord(transaction, meTable, [], me)
    transaction.afterwards(() => tell(home, { type: "me" }))
    return succeed()
  })
  home.current.identity = { ...identity.value, me }
  return stored
}

/** 32 bytes of an account or a conversation, as text. */
function idOf(text: string): Result<Bytes> {
  const bytes = fromBase64Url(text)
  return bytes?.length === 32 ? succeed(bytes) : fail("id-invalid")
}

/** A store that fails is a failure like others to whoever asked; nothing was changed. */
async function storing<Value>(work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof StorageFailure) return fail(error.code, "after-delay", error)
    throw error
  }
}

function guarded<Value>(home: Home, work: () => Promise<Result<Value>>): Promise<Result<Value>> {
  return storing(() => home.serial(work))
}

/** Runs in turn, for whom this home belongs to and the conversation or accounts named; then sends what came of it. */
function inTurn<Value>(
  home: Home,
  driver: Driver,
  ids: readonly string[],
  work: (identity: Identity, first: Bytes, rest: readonly Bytes[]) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const done = guarded(home, async () => {
    const identity = identityOf(home)
    if (!identity.ok) return identity
    const decoded: Bytes[] = []
    for (const text of ids) {
      const id = idOf(text)
      if (!id.ok) return id
      decoded.push(id.value)
    }
    const [first = new Uint8Array(), ...rest] = decoded
    return work(identity.value, first, rest)
  })
  return done.then(result => {
    driver.kick()
    return result
  })
}

const named = (view: Result<View>): Result<{ readonly conversation: string }> =>
  view.ok ? succeed({ conversation: toBase64Url(view.value.record.conversation) }) : view

const done = (view: Result<unknown>): Result<void> => (view.ok ? succeed() : view)

function conversationCalls(
  home: Home,
  driver: Driver,
): Calls<
  | "conversations"
  | "conversation"
  | "timeline"
  | "openDirect"
  | "createGroup"
  | "addMembers"
  | "removeMember"
  | "leave"
  | "setTitle"
  | "acceptRequest"
  | "declineRequest"
  | "markRead"
> {
  return {
    async conversations() {
      const { identity } = home.current
      return identity === undefined ? [] : listConversations(home, identity.me)
    },
    async conversation(conversation) {
      const { identity } = home.current
      const id = idOf(conversation)
      return identity === undefined || !id.ok ? undefined : detailsOf(home, identity.me, id.value)
    },
    async timeline(conversation, range) {
      const { identity } = home.current
      const id = idOf(conversation)
      if (identity === undefined || !id.ok)
        return { items: [], moreBefore: false, moreAfter: false, readUpTo: 0 }
      return timelineOf(home.store, identity.me, id.value, range)
    },
    openDirect: account =>
      inTurn(home, driver, [account], async (identity, id) => named(await openDirect(home, identity, id))),
    createGroup: (title, members) =>
      inTurn(home, driver, members, async (identity, first, rest) =>
        named(await createGroupWith(home, identity, title, members.length === 0 ? [] : [first, ...rest])),
      ),
    addMembers: (conversation, accounts) =>
      inTurn(home, driver, [conversation, ...accounts], (identity, id, people) =>
        addMembers(home, identity, id, people),
      ),
    removeMember: (conversation, account) =>
      inTurn(home, driver, [conversation, account], (identity, id, [who = id]) =>
        removeMember(home, identity, id, who),
      ),
    leave: conversation =>
      inTurn(home, driver, [conversation], (identity, id) => leaveConversation(home, identity, id)),
    setTitle: (conversation, title) =>
      inTurn(home, driver, [conversation], async (_, id) => {
        const view = await loadView(home, home.store, id)
        return view === undefined ? fail("conversation-unknown") : sendTitle(home, view, title)
      }),
    acceptRequest: conversation =>
      inTurn(home, driver, [conversation], async (identity, id) =>
        done(await joinConversation(home, identity, id)),
      ),
    declineRequest: conversation => inTurn(home, driver, [conversation], (_, id) => decline(home, id)),
    async markRead(conversation, seq) {
      await inTurn(home, driver, [conversation], async (identity, id) =>
        succeed(await markRead(home, identity, id, seq)),
      )
    },
  }
}

function sendCalls(home: Home, driver: Driver): Calls<"sendText" | "sent" | "retrySend" | "discardSend"> {
  const rowCall =
    (work: (home: Home, conversation: Bytes, sendId: Bytes) => Promise<Result<void>>) =>
    async (conversation: string, id: string): Promise<Result<void>> => {
      const sendId = fromBase64Url(id)
      if (sendId === undefined) return fail("id-invalid")
      return inTurn(home, driver, [conversation], (_, known) => work(home, known, sendId))
    }
  return {
    async sendText(conversation, text, options) {
      const identity = identityOf(home)
      const id = idOf(conversation)
      if (!identity.ok) return identity
      if (!id.ok) return id
      const queued = await storing(() => queueText(home, identity.value, id.value, text, options))
      driver.kick()
      return queued.ok ? succeed({ id: toBase64Url(queued.value) }) : queued
    },
    async sent(conversation, id) {
      const identity = identityOf(home)
      const known = idOf(conversation)
      const sendId = fromBase64Url(id)
      if (!identity.ok) return identity
      if (!known.ok || sendId === undefined) return fail("id-invalid")
      for (;;) {
        const changed = nextChange(home, conversation)
        const fate = await fateOf(home, identity.value, known.value, sendId)
        if (fate !== undefined) {
          changed.stop()
          return fate
        }
        await changed.happened
      }
    },
    retrySend: rowCall(retryRow),
    discardSend: rowCall(discardRow),
  }
}

/** The next notice about a conversation's timeline. */
function nextChange(home: Home, conversation: string): { happened: Promise<void>; stop: () => void } {
  let stop = (): void => {}
  const happened = new Promise<void>(resolve => {
    const listener: Parameters<Client["watch"]>[0] = notice => {
      if (notice.type !== "timeline" || notice.conversation !== conversation) return
      stop()
      resolve()
    }
    home.listeners.add(listener)
    stop = () => void home.listeners.delete(listener)
  })
  return { happened, stop }
}
