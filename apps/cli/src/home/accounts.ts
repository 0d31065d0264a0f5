import { mkdirSync, readdirSync } from "node:fs"
import { join } from "node:path"
import { fail, type Result, succeed } from "@colombe/base"
import { notedIn } from "./home.ts"

/** One account's folder within a home: the home itself, or one of those under `accounts`. */
export interface AccountFolder {
  readonly folder: string
  /** Unknown where it is alone, or where no account came of it yet. */
  readonly address: string | undefined
}

/** What stands beside `account-ambiguous` and `account-not-here`. */
export interface AccountChoice {
  readonly addresses: readonly string[]
}

const folderMode = 0o700
/** Accounts of one home. */
const accountsMax = 100

/** Those that there are, in the order in which they came. The first account of a home is in the home itself. */
export function accountFolders(home: string): readonly AccountFolder[] {
  const inside = Array.from({ length: accountsMax }, (_, index) => nthFolder(home, index + 1))
  const some = hasAccounts(home) ? inside : []
  return [home, ...some].flatMap(folder => {
    const noted = notedIn(folder)
    return noted === undefined ? [] : [{ folder, ...noted }]
  })
}

function hasAccounts(home: string): boolean {
  try {
    return readdirSync(join(home, "accounts")).length > 0
  } catch {
    return false
  }
}

const nthFolder = (home: string, place: number): string => join(home, "accounts", String(place))

/** Where the next account goes. */
export function freeFolder(home: string): Result<string, "accounts-too-many" | "home-read-only"> {
  if (notedIn(home) === undefined) return succeed(home)
  const places = Array.from({ length: accountsMax }, (_, index) => nthFolder(home, index + 1))
  const free = places.find(folder => notedIn(folder) === undefined)
  if (free === undefined) return fail("accounts-too-many")
  try {
    mkdirSync(free, { recursive: true, mode: folderMode })
    return succeed(free)
  } catch (error) {
    return fail("home-read-only", "never", error)
  }
}

/**
 * The account that is meant: the one that is named, or the only one. Of two with one address, as after coming back into
 * an account by its words, the newer. `addressOf` asks a folder whose it is.
 */
export async function chooseAccount(
  home: string,
  wanted: string | undefined,
  addressOf: (folder: string) => Promise<Result<string | undefined>>,
): Promise<Result<string>> {
  const folders = accountFolders(home)
  if (folders.length <= 1 && wanted === undefined) return succeed(folders[0]?.folder ?? home)
  const byAddress = new Map<string, string>()
  for (const { folder, address } of folders) {
    // Under `accounts`, a folder without an address is of an account that never came to be.
    const known = address === undefined && folder === home ? await addressOf(folder) : succeed(address)
    if (!known.ok) return known
    if (known.value !== undefined) byAddress.set(known.value, folder)
  }
  const addresses = [...byAddress.keys()]
  const named = wanted === undefined ? undefined : byAddress.get(wanted.replace(/^@/, ""))
  if (named !== undefined) return succeed(named)
  if (wanted !== undefined) return fail("account-not-here", "never", { addresses } satisfies AccountChoice)
  if (addresses.length > 1) return fail("account-ambiguous", "never", { addresses } satisfies AccountChoice)
  const [only] = byAddress.values()
  return succeed(only ?? home)
}
