import type { Bytes } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"

/**
 * The same crypto, which answers a question asked before from memory. Only functions of their input alone are
 * remembered, so it changes how long a run takes and nothing else: in one process the server and every member verify
 * the same signatures, and many worlds begin with the same people.
 */
export function rememberingCrypto(crypto: Crypto): Crypto {
  return {
    ...crypto,
    verify: (name, key, message, signature) =>
      remember(["verify", name, key, message, signature], () => crypto.verify(name, key, message, signature)),
    sign: (name, key, message) =>
      remember(["sign", name, key, message], () => crypto.sign(name, key, message)),
    signatureKeyPair: (name, key) => remember(["pair", name, key], () => crypto.signatureKeyPair(name, key)),
    agreementPublicKey: (curve, key) =>
      remember(["public", curve, key], () => crypto.agreementPublicKey(curve, key)),
  }
}

const memory = new Map<string, Promise<unknown>>()
/** Answers kept; the oldest go first. */
const answersMax = 50_000

function remember<Value>(question: readonly (string | Bytes)[], ask: () => Promise<Value>): Promise<Value> {
  const key = question.map(part => (typeof part === "string" ? part : nameOf(part))).join(" ")
  const known = memory.get(key)
  if (known !== undefined) return known as Promise<Value>
  const answer = ask()
  memory.set(key, answer)
  for (const oldest of memory.keys()) {
    if (memory.size <= answersMax) break
    memory.delete(oldest)
  }
  return answer
}

/** One character a byte, with the length before it, so that no two questions are one. */
function nameOf(part: Bytes): string {
  return `${part.length}:${Buffer.from(part.buffer, part.byteOffset, part.length).toString("latin1")}`
}
