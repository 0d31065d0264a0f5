import { type Bytes, unwrap } from "@colombe/base"
import {
  applyGroupDelta,
  decodePublicGroup,
  encodeGroupDelta,
  encodePublicGroup,
  type PublicGroup,
} from "@colombe/mls/public"
import type { NewState } from "@colombe/store"

/** Changes after which a state is stored whole again, so that reading one takes no longer than about two. */
const changesMax = 64

/** What is stored of a group's newest state since it was last stored whole, in bytes and changes. */
export interface GroupLog {
  readonly wholeBytes: number
  readonly changesBytes: number
  readonly changes: number
}

export interface LoggedState {
  readonly state: NewState
  readonly log: GroupLog
}

export function wholeState(group: PublicGroup): LoggedState {
  const body = encodePublicGroup(group)
  return { state: { kind: "whole", body }, log: logOf([body]) }
}

/** A commit in a large group costs a path and not a tree, until the changes weigh as much as the tree. */
export function stateAfter(before: { group: PublicGroup; log: GroupLog }, after: PublicGroup): LoggedState {
  const body = encodeGroupDelta(before.group, after)
  const changes = before.log.changes + 1
  const changesBytes = before.log.changesBytes + body.length
  if (changes > changesMax || changesBytes > before.log.wholeBytes) return wholeState(after)
  return { state: { kind: "change", body }, log: { ...before.log, changes, changesBytes } }
}

/** Groups were judged before they were stored. */
export function readGroup([whole, ...changes]: readonly Bytes[]): PublicGroup {
  let group = unwrap(decodePublicGroup(whole ?? new Uint8Array()))
  for (const change of changes) group = unwrap(applyGroupDelta(group, change))
  return group
}

export function logOf([whole, ...changes]: readonly Bytes[]): GroupLog {
  const changesBytes = changes.reduce((sum, { length }) => sum + length, 0)
  return { wholeBytes: whole?.length ?? 0, changesBytes, changes: changes.length }
}
