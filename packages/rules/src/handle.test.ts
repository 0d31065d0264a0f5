import { expect, test } from "bun:test"
import fc from "fast-check"
import { checkHandle, checkHandleGrammar, formatHandle, parseHandle } from "./handle.ts"
import { canonicalHost, checkHost } from "./host.ts"

const code = (name: string): string => {
  const result = checkHandle(name)
  return result.ok ? "accepted" : result.code
}

test("H1 a name is 1 to 32 of a-z, 0-9 and _, starts with a letter, and has no doubled or final underscore", () => {
  const cases: Readonly<Record<string, string>> = {
    a: "accepted",
    ana_b: "accepted",
    z9: "accepted",
    ["a".repeat(32)]: "accepted",
    ["a".repeat(33)]: "handle-too-long",
    "": "handle-empty",
    "9lives": "handle-start",
    _ana: "handle-start",
    ana_: "handle-underscore",
    a__b: "handle-underscore",
    "ana.b": "handle-character",
    "ana b": "handle-character",
    "ana\u0000": "handle-character",
    Ana: "handle-upper-case",
    ADMIN: "handle-upper-case",
  }
  for (const [name, expected] of Object.entries(cases)) expect([name, code(name)]).toEqual([name, expected])
})

test("H2 what could pass for another letter is refused with its own code", () => {
  for (const name of ["аna", "ａna", "ana\u200b", "naïve", "ⅿod", "i\u0307ana", "🕊", "ANÀ"])
    expect([name, code(name)]).toEqual([name, "handle-look-alike"])
})

test("H3 reserved words are refused also with separators and digits that pass for letters", () => {
  for (const name of [
    "admin",
    "root",
    "support",
    "colombe",
    "system",
    "r00t",
    "adm1n",
    "he1p",
    "sy_stem",
    "a_d_m_i_n",
    "c0l0mb3",
  ])
    expect([name, code(name)]).toEqual([name, "handle-reserved"])
  for (const name of ["administration", "rooty", "colombes", "mia"])
    expect([name, code(name)]).toEqual([name, "accepted"])
  expect(checkHandleGrammar("support").ok).toBe(true)
})

test("H1 the grammar is exactly its expression", () => {
  const characters = fc.constantFrom(..."abz019__A-é. ")
  fc.assert(
    fc.property(fc.string({ unit: characters, maxLength: 34 }), name => {
      const expected = /^[a-z]([a-z0-9]|_(?=[a-z0-9])){0,31}$/.test(name)
      expect(checkHandleGrammar(name).ok).toBe(expected)
    }),
  )
})

test("H4 a host has one form: lower-case A-labels, no final dot, a port unless it is 443", () => {
  const good = ["localhost", "colombe.example", "xn--bcher-kva.example", "a.b-c.d:8443", "127.0.0.1:80"]
  for (const host of good) expect(checkHost(host)).toEqual({ ok: true, value: host })
  const bad = [
    "",
    "Colombe.example",
    "colombe.example.",
    "colombe.example:443",
    "colombe.example:0",
    "colombe.example:080",
    "colombe.example:65536",
    "bücher.example",
    "-a.example",
    "a-.example",
    "a..b",
    "a b",
    "user@host",
    "https://a",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(127)}aa`,
  ]
  for (const host of bad) expect([host, checkHost(host).ok]).toEqual([host, false])
})

test("H4 what a URL gives is brought into that form", () => {
  expect(canonicalHost("Colombe.Example.", 443)).toEqual({ ok: true, value: "colombe.example" })
  expect(canonicalHost("localhost", 4000)).toEqual({ ok: true, value: "localhost:4000" })
  expect(canonicalHost("localhost", undefined)).toEqual({ ok: true, value: "localhost" })
  expect(canonicalHost("a b", 1).ok).toBe(false)
})

test("H5 a handle reads as it is written, with or without the host at home", () => {
  const expected = { ok: true, value: { name: "ana", host: "localhost:4000" } } as const
  for (const text of ["ana", "@ana", "ana@localhost:4000", "@ana@localhost:4000"])
    expect(parseHandle(text, "localhost:4000")).toEqual(expected)
  expect(formatHandle(expected.value)).toBe("ana@localhost:4000")
  for (const text of ["ana@", "ana@A", "ana@a@b"])
    expect(parseHandle(text, "localhost")).toMatchObject({ code: "host-invalid" })
  expect(parseHandle("@", "localhost")).toMatchObject({ code: "handle-empty" })
})
