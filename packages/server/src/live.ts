import { type Bytes, equal, keyOf } from "@colombe/base"
import type { AccountId, ConversationId, DeviceId } from "@colombe/rules"
import type { Connection } from "./connection.ts"

/** Who is connected now. */
export interface Live {
  /** Each with the account that it signed in to. */
  readonly connections: Map<Connection, string | undefined>
  readonly byAccount: Map<string, Set<Connection>>
  /** How many have not signed in, by where they come from. */
  readonly unsigned: Map<string, number>
}

export function createLive(): Live {
  return { connections: new Map(), byAccount: new Map(), unsigned: new Map() }
}

export function admit({ connections, unsigned }: Live, connection: Connection): void {
  const { origin } = connection.peer
  connections.set(connection, undefined)
  unsigned.set(origin, (unsigned.get(origin) ?? 0) + 1)
}

/** It is one of those no more: it signed in, or is gone. */
function forgetUnsigned({ connections, unsigned }: Live, connection: Connection): void {
  if (!connections.has(connection) || connections.get(connection) !== undefined) return
  const { origin } = connection.peer
  const left = (unsigned.get(origin) ?? 0) - 1
  if (left > 0) unsigned.set(origin, left)
  else unsigned.delete(origin)
}

export const topicOf = (conversation: ConversationId): string => keyOf(conversation)

export function connectionsOf(live: Live, account: AccountId): ReadonlySet<Connection> {
  return live.byAccount.get(keyOf(account)) ?? nobody
}

const nobody: ReadonlySet<Connection> = new Set()

export function arrive(live: Live, connection: Connection, account: AccountId): void {
  const key = keyOf(account)
  const set = live.byAccount.get(key) ?? new Set()
  live.byAccount.set(key, set.add(connection))
  forgetUnsigned(live, connection)
  live.connections.set(connection, key)
}

/** Whoever closed it, and whatever its session has become. */
export function leave(live: Live, connection: Connection): void {
  const key = live.connections.get(connection)
  forgetUnsigned(live, connection)
  live.connections.delete(connection)
  if (key === undefined) return
  const set = live.byAccount.get(key)
  set?.delete(connection)
  if (set?.size === 0) live.byAccount.delete(key)
}

/** Sends one frame to the account's connections that follow. */
export function tell(live: Live, account: AccountId, frame: Bytes): void {
  for (const connection of connectionsOf(live, account))
    if (connection.following.at !== "none") connection.send(frame)
}

export function tellDevice(live: Live, account: AccountId, device: DeviceId, frame: Bytes): void {
  for (const connection of connectionsOf(live, account))
    if (connection.following.at !== "none" && isDevice(connection, device)) connection.send(frame)
}

/** From now on the account's connections get what the conversation's log gets. */
export function joinTopic(live: Live, account: AccountId, conversation: ConversationId): void {
  const topic = topicOf(conversation)
  for (const connection of connectionsOf(live, account)) {
    if (connection.following.at === "loading") connection.following.lost.delete(topic)
    if (connection.following.at !== "none") connection.subscribe(topic)
  }
}

/** From now on they get nothing of it any more. */
export function leaveTopic(live: Live, account: AccountId, conversation: ConversationId): void {
  const topic = topicOf(conversation)
  for (const connection of connectionsOf(live, account)) {
    if (connection.following.at === "loading") connection.following.lost.add(topic)
    connection.unsubscribe(topic)
  }
}

/** Ends every session of a signer that is none any more; the one that brought this about gets its answer first. */
export function expel(live: Live, account: AccountId, signer: Bytes, cause: Connection): void {
  for (const connection of [...connectionsOf(live, account)])
    if (isDevice(connection, signer)) {
      leave(live, connection)
      if (connection === cause) connection.dismiss("device-inactive")
      else connection.close("device-inactive")
    }
}

function isDevice({ session }: Connection, device: DeviceId): boolean {
  return session.at === "signed-in" && equal(session.signer.id, device)
}
