import { type Bytes, toHex } from "@colombe/base"
import { marksPerOrder, type Searchable } from "../store/port.ts"
import { wordsOf } from "./words.ts"

/** Names have the order 0 and those next to it, so that no message stands among them. */
const messageOrderMin = 2 ** 20
export const messageMarkMin = messageOrderMin * marksPerOrder

export const peopleScope = "people"
/** Bytes of a conversation's id that stand for it: in hexadecimal, a word. */
const scopeBytes = 16

export function conversationScope(conversation: Bytes): string {
  return toHex(conversation.subarray(0, scopeBytes))
}

/** The newest messages are found first. */
export function searchableMessage(conversation: Bytes, atMs: number, text: string): Searchable {
  const order = Math.max(atMs, messageOrderMin)
  return { order, scope: conversationScope(conversation), words: wordsOf(text) }
}

export function searchablePerson(names: readonly string[]): Searchable {
  return { order: 0, scope: peopleScope, words: wordsOf(names.join(" ")) }
}
