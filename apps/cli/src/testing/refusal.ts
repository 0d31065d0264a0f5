import { expect } from "bun:test"
import { toUtf8 } from "@colombe/base"
import { type KnownCode, type Locale, phrase } from "@colombe/phrases"
import { exits } from "../exit.ts"
import type { Io } from "../io.ts"
import { run } from "../run.ts"
import { type Ran, runBinary } from "./binary.ts"

/** One command line in both languages: in English by the executable, in French from the same entry point in this process, which saves half of the time. */
export async function inBothLanguages(
  args: readonly string[],
  input: string | Uint8Array = "",
): Promise<Readonly<Record<Locale, Ran>>> {
  const en = await runBinary(args, { input, environment: { LC_ALL: "en_GB.UTF-8" } })
  return { en, fr: await runInFrench(args, input) }
}

/** The exit code, nothing on standard output, and the sentence with its code, alone on its line. */
export async function expectRefusal(
  args: readonly string[],
  code: KnownCode,
  exit: number = exits.refused,
  input: string | Uint8Array = "",
): Promise<void> {
  const refused = (locale: Locale) => ({ code: exit, out: "", err: `${phrase(code, locale)} (${code})\n` })
  const ran = await inBothLanguages(args, input)
  expect([args, ran]).toEqual([args, { en: refused("en"), fr: refused("fr") }])
}

async function runInFrench(args: readonly string[], input: string | Uint8Array): Promise<Ran> {
  const printed = { out: "", err: "" }
  const io: Io = {
    environment: { LC_ALL: "fr_FR.UTF-8" },
    print: async line => {
      printed.out += `${line}\n`
    },
    complain: async line => {
      printed.err += `${line}\n`
    },
    readInput: async () => (typeof input === "string" ? toUtf8(input) : input),
    readLine: async () => undefined,
    ended: new Promise(() => {}),
  }
  return { code: await run(io, args), ...printed }
}
