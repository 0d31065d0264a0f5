import { type Bytes, toHex } from "@colombe/base"
import { SQLITE_OPEN_CREATE, SQLITE_OPEN_READWRITE } from "@journeyapps/wa-sqlite"
import { type Engine, encryptingVfsName } from "./engine.ts"
import { executor, type Statement } from "./statement.ts"

export interface Connection {
  prepare(sql: string): Promise<Statement>
  /** Any number of statements, without results. */
  run(sql: string): Promise<void>
  /** The one number that a pragma answers. */
  number(pragma: string): Promise<number>
  close(): Promise<void>
}

/** Opens the database under its key, for one connection alone, each commit on disk before it is answered. */
export async function connect({ api, module }: Engine, name: string, key: Bytes): Promise<Connection> {
  const database = await api.open_v2(name, SQLITE_OPEN_CREATE | SQLITE_OPEN_READWRITE, encryptingVfsName)
  const execute = executor(module, database)
  const statements: number[] = []
  const run = async (sql: string): Promise<void> => {
    await api.exec(database, sql)
  }
  const prepare = async (sql: string): Promise<Statement> => {
    for await (const statement of api.statements(database, sql, { unscoped: true })) {
      statements.push(statement)
      return (...input) => execute(statement, input)
    }
    throw new Error(`no statement: ${sql}`)
  }
  // The order matters: the cipher and the key before anything is read, the lock before the write-ahead log is opened.
  await run(`PRAGMA cipher = 'chacha20'; PRAGMA key = "raw:${toHex(key)}"; PRAGMA locking_mode = EXCLUSIVE`)
  return {
    run,
    prepare,
    async number(pragma) {
      const [row] = (await prepare(`PRAGMA ${pragma}`))()
      return Number(row?.[0] ?? 0)
    },
    async close() {
      for (const statement of statements) await api.finalize(statement)
      await api.close(database)
    },
  }
}
