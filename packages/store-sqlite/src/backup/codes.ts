import { type Failure, fail } from "@colombe/base"
import { nameOf } from "../failure.ts"

/** Why a backup is not made, checked or put back. */
export type BackupCode =
  | "data-missing"
  | "data-in-use"
  | "data-newer"
  | "data-damaged"
  | "destination-used"
  | "destination-full"
  | "destination-read-only"
  | "backup-missing"
  | "backup-cut"
  | "backup-damaged"
  | "backup-newer"

const full = /^(SQLITE_FULL|ENOSPC|EDQUOT)/
const refused = /^(SQLITE_(READONLY|CANTOPEN|PERM|IOERR)|EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EEXIST|EIO)/

/** The code for a place that takes no more or none at all; anything else is a bug and thrown on. */
export function destinationFailure(error: unknown): Failure<"destination-full" | "destination-read-only"> {
  const name = nameOf(error)
  if (full.test(name)) return fail("destination-full", "never", error)
  if (refused.test(name)) return fail("destination-read-only", "never", error)
  throw error
}
