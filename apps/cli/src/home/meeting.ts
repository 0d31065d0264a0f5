import { chmodSync, mkdirSync, rmSync, statSync } from "node:fs"
import { createConnection, createServer, type Server, type Socket } from "node:net"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"

/** Where the processes of one home meet, spec HO2: a folder of its owner's alone, and in it one socket. */
const folderName = "run"
const socketName = "socket"
const folderMode = 0o700
const ofOthers = 0o077
/** What a new file may not have: the socket is its owner's alone from its first moment. */
const socketMask = 0o177

export interface Listening {
  /** Nobody can come any more; who is here stays. */
  close(): void
}

/**
 * For whoever has the lock: a socket that is there is what a process left that was killed. Undefined where nobody can
 * come, since the file system has no sockets or keeps no modes: this process works all the same, and the others say why
 * they do not.
 */
export async function listenAtHome(
  home: string,
  came: (socket: Socket) => void,
): Promise<Listening | undefined> {
  const folder = join(home, folderName)
  const server = createServer(came)
  const bound = Promise.withResolvers<boolean>()
  server.once("listening", () => bound.resolve(true))
  server.once("error", () => bound.resolve(false))
  try {
    mkdirSync(folder, { recursive: true, mode: folderMode })
    const isBinding = within(folder, () => {
      narrow()
      if (!isOursAlone()) return false
      rmSync(socketName, { force: true })
      listen(server)
      return true
    })
    if (!isBinding || !(await bound.promise)) return undefined
  } catch (error) {
    if (error instanceof Error && "syscall" in error) return undefined
    throw error
  }
  return {
    close() {
      server.close()
      rmSync(join(folder, socketName), { force: true })
    },
  }
}

function listen(server: Server): void {
  const before = process.umask(socketMask)
  try {
    server.listen(socketName)
  } finally {
    process.umask(before)
  }
}

/** `home-busy`: nobody answers, for now. */
export function connectAtHome(home: string): Promise<Result<Socket, "home-busy" | "home-folder-unsafe">> {
  return new Promise(resolve => {
    try {
      within(join(home, folderName), () => {
        if (!isOursAlone()) return resolve(fail("home-folder-unsafe"))
        const socket = createConnection(socketName)
        socket.once("connect", () => resolve(succeed(socket)))
        socket.once("error", error => resolve(fail("home-busy", "after-delay", error)))
      })
    } catch (error) {
      resolve(fail("home-busy", "after-delay", error))
    }
  })
}

/**
 * Runs with a folder as the working one, and does not wait in it. A socket's address has about a hundred bytes, which a
 * name without a path keeps to wherever the home lies; and nobody puts another folder in the place of one that is
 * entered.
 */
function within<Value>(folder: string, work: () => Value): Value {
  const before = process.cwd()
  process.chdir(folder)
  try {
    return work()
  } finally {
    process.chdir(before)
  }
}

/** What a copy or an archive may have widened. */
function narrow(): void {
  const { mode, uid } = statSync(".")
  if (uid === process.getuid?.() && (mode & ofOthers) !== 0) chmodSync(".", folderMode)
}

/** Nobody else can have put anything here, a socket of theirs in the place of the owner's least of all. */
function isOursAlone(): boolean {
  const { mode, uid } = statSync(".")
  return uid === process.getuid?.() && (mode & ofOthers) === 0
}
