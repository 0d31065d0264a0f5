import { type Bytes, toHex } from "@colombe/base"
import { SQLITE_OPEN_CREATE, SQLITE_OPEN_READWRITE, SQLITE_ROW } from "@journeyapps/wa-sqlite"
import { type Engine, encryptingVfsName } from "./engine.ts"

/** What a statement gives; nothing, which SQL calls NULL, is 0. */
export type Value = number | Bytes

/** A statement prepared once. Rows are copies: nothing in them is the engine's memory. */
export type Statement = (...input: readonly (Value | string)[]) => Promise<readonly (readonly Value[])[]>

export interface Connection {
  prepare(sql: string): Promise<Statement>
  /** Any number of statements, without results. */
  run(sql: string): Promise<void>
  /** The one number that a pragma answers. */
  number(pragma: string): Promise<number>
  close(): Promise<void>
}

/** Opens the database under its key, for one connection alone, each commit on disk before it is answered. */
export async function connect({ api }: Engine, name: string, key: Bytes): Promise<Connection> {
  const database = await api.open_v2(name, SQLITE_OPEN_CREATE | SQLITE_OPEN_READWRITE, encryptingVfsName)
  const statements: number[] = []
  const run = async (sql: string): Promise<void> => {
    await api.exec(database, sql)
  }
  const prepare = async (sql: string): Promise<Statement> => {
    for await (const statement of api.statements(database, sql, { unscoped: true })) {
      statements.push(statement)
      return (...input) => execute(api, statement, input)
    }
    throw new Error(`no statement: ${sql}`)
  }
  // The order matters: the cipher and the key before anything is read, the lock before the write-ahead log is opened.
  await run(`PRAGMA cipher = 'chacha20'; PRAGMA key = "raw:${toHex(key)}"; PRAGMA locking_mode = EXCLUSIVE`)
  return {
    run,
    prepare,
    async number(pragma) {
      const [row] = await (await prepare(`PRAGMA ${pragma}`))()
      return Number(row?.[0] ?? 0)
    },
    async close() {
      for (const statement of statements) await api.finalize(statement)
      await api.close(database)
    },
  }
}

async function execute(
  api: Engine["api"],
  statement: number,
  input: readonly (Value | string)[],
): Promise<readonly (readonly Value[])[]> {
  try {
    for (const [index, value] of input.entries()) api.bind(statement, index + 1, bound(value))
    const rows: Value[][] = []
    while ((await api.step(statement)) === SQLITE_ROW) rows.push(api.row(statement).map(ownValue))
    return rows
  } finally {
    await api.reset(statement)
  }
}

/** The engine takes a number above 2^31 for a fraction. */
function bound(value: Value | string): Value | string | bigint {
  return typeof value === "number" ? BigInt(value) : value
}

function ownValue(value: unknown): Value {
  if (value instanceof Uint8Array) return value.slice()
  return Number(value)
}
