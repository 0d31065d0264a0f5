import type { Database } from "bun:sqlite"
import type { Bytes, Milliseconds } from "@colombe/base"
import type { NewState, StoredGroup } from "@colombe/store"

type Place = Pick<StoredGroup, "incarnation" | "epoch">

interface PartRow extends Place {
  readonly row: number
  readonly body: Bytes
}

/** Adds to the state of an epoch. */
export function partWriter(database: Database) {
  const add = database.prepare<unknown, [number, number, number, number, Bytes]>(
    "INSERT INTO group_part (conversation, incarnation, epoch, whole, body) VALUES (?, ?, ?, ?, ?)",
  )
  return (conversation: number, { incarnation, epoch }: Place, { kind, body }: NewState): void => {
    add.run(conversation, incarnation, epoch, kind === "whole" ? 1 : 0, body)
  }
}

/** The last whole part of an epoch or of one before it. */
const selectWhole = (database: Database) =>
  database.prepare<PartRow, [number, number, number]>(
    `SELECT row, incarnation, epoch, body FROM group_part
     WHERE conversation = ? AND whole = 1 AND (incarnation, epoch) <= (?, ?)
     ORDER BY incarnation DESC, epoch DESC, row DESC LIMIT 1`,
  )

export function stateReader(database: Database) {
  const columns = "incarnation, epoch, seq, group_info AS groupInfo"
  const newest = database.prepare<Omit<StoredGroup, "parts">, [number]>(
    `SELECT ${columns} FROM group_state WHERE conversation = ? ORDER BY incarnation DESC, epoch DESC LIMIT 1`,
  )
  const at = database.prepare<Omit<StoredGroup, "parts">, [number, number, number]>(
    `SELECT ${columns} FROM group_state WHERE conversation = ? AND incarnation = ? AND epoch = ?`,
  )
  const whole = selectWhole(database)
  const changes = database.prepare<{ body: Bytes }, [number, number, number, number, number, number]>(
    `SELECT body FROM group_part
     WHERE conversation = ? AND (incarnation, epoch) >= (?, ?) AND (incarnation, epoch) <= (?, ?) AND row > ?
     ORDER BY incarnation, epoch, row`,
  )
  return (conversation: number, place?: Place): StoredGroup | undefined => {
    const group = place ? at.get(conversation, place.incarnation, place.epoch) : newest.get(conversation)
    const base = group && whole.get(conversation, group.incarnation, group.epoch)
    if (!base) return undefined
    const from = [base.incarnation, base.epoch] as const
    const behind = changes.all(conversation, ...from, group.incarnation, group.epoch, base.row)
    return { ...group, parts: [base.body, ...behind.map(({ body }) => body)] }
  }
}

interface OldRow extends Place {
  readonly row: number
  readonly conversation: number
  readonly at: number
}

/** Bytes that one step overwrites: some tens of milliseconds of the writer. */
const stepBytesMax = 16 * 1024 * 1024

/** Rows are in the order of their arrival, and each ends what its conversation needs of those before it. */
export function groupPruning(database: Database) {
  const progress = database.prepare<{ row: number }, []>("SELECT row FROM pruned")
  const keep = database.prepare<unknown, [number]>("UPDATE pruned SET row = ?")
  const next = database.prepare<OldRow, [number, number]>(
    `SELECT state.row AS row, state.conversation AS conversation, state.incarnation AS incarnation,
       state.epoch AS epoch, log.at AS at
     FROM group_state AS state JOIN log ON log.conversation = state.conversation AND log.seq = state.seq
     WHERE state.row > ? ORDER BY state.row LIMIT ?`,
  )
  const forget = forgetter(database)
  return {
    pruneGroups(before: Milliseconds, limit: number) {
      const rows = next.all(progress.get()?.row ?? 0, limit)
      let [pruned, bytes] = [0, 0]
      let last: number | undefined
      let hasMore = rows.length === limit
      for (const row of rows) {
        hasMore &&= row.at < before
        if (row.at >= before) break
        const gone = forget(row)
        pruned += gone.groups
        bytes += gone.bytes
        last = row.row
        if (bytes < stepBytesMax) continue
        hasMore = true
        break
      }
      if (last !== undefined) keep.run(last)
      return { pruned, hasMore }
    },
  }
}

function forgetter(database: Database) {
  const whole = selectWhole(database)
  const groups = database.prepare<unknown, [number, number, number]>(
    "DELETE FROM group_state WHERE conversation = ? AND (incarnation, epoch) < (?, ?)",
  )
  const unneeded = "group_part WHERE conversation = ? AND (incarnation, epoch) <= (?, ?) AND row < ?"
  const size = database.prepare<{ bytes: number }, [number, number, number, number]>(
    `SELECT ifnull(sum(length(body)), 0) AS bytes FROM ${unneeded}`,
  )
  const parts = database.prepare<unknown, [number, number, number, number]>(`DELETE FROM ${unneeded}`)
  return ({ conversation, incarnation, epoch }: OldRow) => {
    const gone = groups.run(conversation, incarnation, epoch).changes
    const base = whole.get(conversation, incarnation, epoch)
    if (!base) return { groups: gone, bytes: 0 }
    const range = [conversation, base.incarnation, base.epoch, base.row] as const
    const bytes = size.get(...range)?.bytes ?? 0
    parts.run(...range)
    return { groups: gone, bytes }
  }
}
