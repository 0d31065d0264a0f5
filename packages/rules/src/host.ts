import { type Bytes, fail, fromUtf8, type Result, succeed, toUtf8 } from "@colombe/base"
import { hostBytesMax } from "./limits.ts"

/** A server's name in the one form that is signed: lower-case A-labels, no final dot, ":port" unless 443. */
export type Host = string

/** Characters of a name and of one of its labels (RFC 1035 §2.3.4). */
const nameCharactersMax = 253
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/
const defaultPort = 443

/** Checks that `text` is in canonical form; never mends it, since what is signed must be what was dialled. */
export function checkHost(text: string): Result<Host, "host-invalid"> {
  const [, name = "", port] = /^([a-z0-9.-]+)(?::([0-9]{1,5}))?$/.exec(text) ?? []
  if (text.length > hostBytesMax || name.length > nameCharactersMax) return fail("host-invalid")
  if (!name.split(".").every(part => label.test(part))) return fail("host-invalid")
  if (port === undefined) return succeed(text)
  const number = Number(port)
  const canonical = String(number) === port && number > 0 && number <= 65_535 && number !== defaultPort
  return canonical ? succeed(text) : fail("host-invalid")
}

/**
 * The canonical form of a name and port as a platform's URL parser gives them (which has made A-labels of anything
 * international); `port` is undefined where the address names none.
 */
export function canonicalHost(name: string, port: number | undefined): Result<Host, "host-invalid"> {
  const plain = name.toLowerCase().replace(/\.$/, "")
  return checkHost(port === undefined || port === defaultPort ? plain : `${plain}:${port}`)
}

export function hostBytes(host: Host): Bytes {
  return toUtf8(host)
}

export function hostFromBytes(bytes: Bytes): Result<Host, "host-invalid"> {
  const text = fromUtf8(bytes)
  return text === undefined ? fail("host-invalid") : checkHost(text)
}
