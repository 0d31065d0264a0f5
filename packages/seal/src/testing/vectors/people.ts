import { expect } from "bun:test"
import { unwrap } from "@colombe/base"
import { composeText } from "../../content/compose.ts"
import { readContent } from "../../content/interpret.ts"
import { messageId } from "../../content/message-id.ts"
import { accountUri, conversationUri, readUri } from "../../content/uri.ts"
import { recoveryRootKeys, spareRootKeys } from "../../recovery/root-keys.ts"
import { rootFromWords, wordsFromRoot } from "../../recovery/words.ts"
import { safetyNumber } from "../../safety/safety-number.ts"
import { seededCrypto } from "../room.ts"
import { bytesIn, type Json, listIn, textIn, toJson, valueIn } from "./json.ts"

const texts = ["bonjour", "Les **colombes** reviennent 🕊️"]

export function makeContentVectors(): Json {
  const crypto = seededCrypto("content vectors")
  const [account, conversation] = [crypto.random(32), crypto.random(32)]
  return toJson({
    account,
    conversation,
    accountUri: accountUri(account),
    conversationUri: conversationUri(conversation),
    messages: texts.map(text => {
      const inReplyTo = crypto.random(32)
      const { bytes, salt } = unwrap(composeText(crypto, text, "markdown", { senderName: "Ana", inReplyTo }))
      return {
        text,
        salt,
        inReplyTo,
        bytes,
        messageId: messageId(crypto, account, conversation, bytes, salt),
      }
    }),
  })
}

export function checkContentVectors(file: Json): void {
  const [account, conversation] = [bytesIn(file, "account"), bytesIn(file, "conversation")]
  expect(readUri(textIn(file, "accountUri"))).toEqual({ names: "account", account })
  expect(readUri(textIn(file, "conversationUri"))).toEqual({ names: "conversation", conversation })
  for (const message of listIn(file, "messages")) {
    const content = unwrap(readContent(bytesIn(message, "bytes"), account, conversation))
    expect(content).toEqual({
      salt: bytesIn(message, "salt"),
      inReplyTo: bytesIn(message, "inReplyTo"),
      replaces: undefined,
      senderName: "Ana",
      forwardedFrom: undefined,
      answeredPart: undefined,
      silent: false,
      previews: [],
      voice: undefined,
      says: { type: "text", format: "markdown", text: textIn(message, "text") },
    })
  }
}

export async function makeRecoveryVectors(): Promise<Json> {
  const crypto = seededCrypto("recovery vectors")
  const roots = []
  for (let index = 0; index < 2; index++) {
    const root = crypto.random(32)
    const [recovery, spare] = [await recoveryRootKeys(crypto, root), await spareRootKeys(crypto, root)]
    roots.push({
      root,
      words: wordsFromRoot(root),
      recovery: { sign: recovery.sign, seal: recovery.seal },
      spare: { sign: spare.sign, seal: spare.seal },
    })
  }
  const [one, other] = [crypto.random(32), crypto.random(32)]
  return toJson({ roots, safety: { one, other, groups: safetyNumber(crypto, one, other) } })
}

export async function checkRecoveryVectors(file: Json): Promise<void> {
  const crypto = seededCrypto("check")
  for (const vector of listIn(file, "roots")) {
    const root = unwrap(rootFromWords(textIn(vector, "words")))
    expect(root).toEqual(bytesIn(vector, "root"))
    const { sign, seal } = await recoveryRootKeys(crypto, root)
    expect(toJson({ sign, seal })).toEqual(valueIn(vector, "recovery"))
  }
  const [one, other] = [bytesIn(file, "safety", "one"), bytesIn(file, "safety", "other")]
  expect(safetyNumber(crypto, other, one)).toEqual(listIn(file, "safety", "groups") as string[])
}
