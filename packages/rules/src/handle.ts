import { fail, type Result, succeed } from "@colombe/base"
import { checkHost, type Host } from "./host.ts"
import { handleCharactersMax } from "./limits.ts"
import { reservedHandles } from "./reserved-handles.ts"

export type HandleCode =
  | "handle-empty"
  | "handle-too-long"
  | "handle-upper-case"
  | "handle-look-alike"
  | "handle-character"
  | "handle-start"
  | "handle-underscore"
  | "handle-reserved"

/** The name alone, as people type it before "@". Every code leads to its own sentence, so the order is from coarse to fine. */
export function checkHandle(name: string): Result<string, HandleCode> {
  const grammar = checkHandleGrammar(name)
  if (!grammar.ok) return grammar
  return skeletons(name).some(one => reservedHandles.has(one)) ? fail("handle-reserved") : grammar
}

/** The grammar without the reserved words: for reading what a host, which may use them itself, has granted. */
export function checkHandleGrammar(name: string): Result<string, Exclude<HandleCode, "handle-reserved">> {
  if (name === "") return fail("handle-empty")
  if ([...name].length > handleCharactersMax) return fail("handle-too-long")
  // Anything beyond ASCII could be taken for a letter: Cyrillic а, full-width ａ, a zero-width space.
  if (/[^\p{ASCII}]/u.test(name)) return fail("handle-look-alike")
  if (/[A-Z]/.test(name)) return fail("handle-upper-case")
  if (/[^a-z0-9_]/.test(name)) return fail("handle-character")
  if (!/^[a-z]/.test(name)) return fail("handle-start")
  if (/__|_$/.test(name)) return fail("handle-underscore")
  return succeed(name)
}

const digitLetters: Readonly<Record<string, string>> = { "0": "o", "3": "e", "4": "a", "5": "s", "7": "t" }

/** What is left when separators and digits that pass for letters are undone: r00t and he_1p are reserved words. */
function skeletons(name: string): readonly string[] {
  const letters = [...name.replaceAll("_", "")]
    .map(character => digitLetters[character] ?? character)
    .join("")
  return [letters.replaceAll("1", "i"), letters.replaceAll("1", "l")]
}

export interface Handle {
  readonly name: string
  readonly host: Host
}

/** `name@host`, or `@name` and `name` at `home`, the host one is signed in to. */
export function parseHandle(text: string, home: Host): Result<Handle, HandleCode | "host-invalid"> {
  const [first = "", second, ...more] = text.replace(/^@/, "").split("@")
  const host = more.length > 0 ? fail("host-invalid") : checkHost(second ?? home)
  if (!host.ok) return host
  const name = checkHandleGrammar(first)
  return name.ok ? succeed({ name: name.value, host: host.value }) : name
}

export function formatHandle({ name, host }: Handle): string {
  return `${name}@${host}`
}
