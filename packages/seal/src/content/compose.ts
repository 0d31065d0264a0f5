import { type Bytes, fail, type Result, succeed } from "@colombe/base"
import type { Crypto } from "@colombe/base/crypto"
import type { CborValue } from "./cbor.ts"
import {
  answeredPart,
  type ForwardedFrom,
  fileBoxes,
  filePreviews,
  forwardedFrom,
  senderName,
  senderPicture,
  silent,
  voiceNote,
} from "./extensions.ts"
import { boxesOf, type FileReference, filePart, filesMax, type Previews, previewsValue } from "./files.ts"
import { dispositions, type ExtensionKey, type MimiContent, type Part, saltBytes } from "./mimi.ts"
import { encodeMimi } from "./mimi-encode.ts"
import { isPicture, picturePart } from "./picture.ts"
import { type Pins, pinsPart } from "./pins.ts"
import { type Ballot, ballotPart, type Poll, pollPart, pollWords } from "./polls.ts"
import {
  answeredPartBytesMax,
  displayNameBytesMax,
  lineBytes,
  reactionBytesMax,
  type TextCode,
  textBytes,
  textBytesMax,
  titleBytesMax,
} from "./text.ts"
import { type Voice, voiceValue } from "./voice.ts"

export const mediaTypes = {
  plain: "text/plain;charset=utf-8",
  markdown: "text/markdown;variant=GFM-MIMI",
} as const
export type TextFormat = keyof typeof mediaTypes

export interface Composed {
  readonly bytes: Bytes
  /** With the bytes it gives the MessageId. */
  readonly salt: Bytes
}

export interface ComposeOptions {
  /** MessageIds. `replaces` names the first version of what is edited. */
  readonly inReplyTo?: Bytes
  readonly replaces?: Bytes
  /** The sender's display name. */
  readonly senderName?: string
  /** Of what `inReplyTo` says: the part that is answered. */
  readonly answeredPart?: string
  /** Nobody is to be called by it. */
  readonly silent?: boolean
  /** Of files, in their order. */
  readonly previews?: Previews
  /** Of one file that stands alone: it is a voice note. */
  readonly voice?: Voice
  /** Who said first what is forwarded. */
  readonly forwardedFrom?: ForwardedFrom
}

type ComposeCode = TextCode | "line-has-controls" | "too-many-files" | "poll-invalid" | "picture-invalid"

export function composeText(
  crypto: Crypto,
  text: string,
  format: TextFormat,
  options: ComposeOptions = {},
): Result<Composed, ComposeCode> {
  const content = textBytes(text, textBytesMax)
  return content.ok ? compose(crypto, textPart(dispositions.render, format, content.value), options) : content
}

/** Files, and perhaps what is said of them. */
export function composeFiles(
  crypto: Crypto,
  files: readonly FileReference[],
  caption: { readonly text: string; readonly format: TextFormat } | undefined,
  options: ComposeOptions = {},
): Result<Composed, ComposeCode> {
  if (files.length === 0 || files.length > filesMax) return fail("too-many-files")
  const parts = files.map(filePart)
  if (caption !== undefined) {
    const content = textBytes(caption.text, textBytesMax)
    if (!content.ok) return content
    parts.push(textPart(dispositions.render, caption.format, content.value))
  }
  const boxes = boxesOf(files)
  const extensions = new Map<ExtensionKey, CborValue>(boxes === undefined ? [] : [[fileBoxes, boxes]])
  const previews = previewsValue(options.previews ?? [])
  if (previews !== undefined) extensions.set(filePreviews, previews)
  const voice = options.voice === undefined || parts.length > 1 ? undefined : voiceValue(options.voice)
  if (voice !== undefined) extensions.set(voiceNote, voice)
  const [only] = parts
  if (only !== undefined && parts.length === 1) return compose(crypto, only, options, extensions)
  const whole = {
    disposition: dispositions.render,
    language: "",
    cardinality: "multi",
    semantics: "single-unit",
    parts,
  } as const
  return compose(crypto, whole, options, extensions)
}

/** One reaction (an emoji) to `inReplyTo`. */
export function composeReaction(
  crypto: Crypto,
  reaction: string,
  options: ComposeOptions & { readonly inReplyTo: Bytes },
): Result<Composed, ComposeCode> {
  const content = lineBytes(reaction, reactionBytesMax)
  return content.ok
    ? compose(crypto, textPart(dispositions.reaction, "plain", content.value), options)
    : content
}

/** Takes back a message or a reaction of one's own: it stays in the log and is shown as taken back. */
export function composeRetraction(
  crypto: Crypto,
  options: ComposeOptions & { readonly replaces: Bytes },
): Result<Composed, ComposeCode> {
  return compose(crypto, { disposition: dispositions.render, language: "", cardinality: "null" }, options)
}

/** The poll, and for older versions its words (spec N6). */
export function composePoll(
  crypto: Crypto,
  poll: Poll,
  options: ComposeOptions = {},
): Result<Composed, ComposeCode> {
  const part = pollPart(poll)
  if (!part.ok) return part
  return composeWithText(crypto, part.value, pollWords(poll), options)
}

/** Of the poll `inReplyTo`. `said`: the same in words, for older versions. */
export function composeBallot(
  crypto: Crypto,
  ballot: Ballot,
  said: string,
  options: ComposeOptions & { readonly inReplyTo: Bytes },
): Result<Composed, ComposeCode> {
  return composeWithText(crypto, ballotPart(ballot), said, options)
}

/** What is new first, then the text that stands for it where it is not known. */
function composeWithText(
  crypto: Crypto,
  part: Part,
  text: string,
  options: ComposeOptions,
): Result<Composed, ComposeCode> {
  const content = textBytes(text, textBytesMax)
  if (!content.ok) return content
  const parts = [part, textPart(dispositions.render, "plain", content.value)]
  const whole = { disposition: dispositions.render, language: "", cardinality: "multi" } as const
  return compose(crypto, { ...whole, semantics: "choose-one", parts }, options)
}

/** For state slot 2. */
export function composePins(crypto: Crypto, pins: Pins): Result<Composed, ComposeCode> {
  return compose(crypto, pinsPart(pins), {})
}

/** For state slot 0. */
export function composeTitle(crypto: Crypto, title: string): Result<Composed, ComposeCode> {
  const content = lineBytes(title, titleBytesMax)
  return content.ok ? compose(crypto, textPart(dispositions.profile, "plain", content.value), {}) : content
}

/** Says how the sender goes by and looks, where nothing else is being said (spec N80). No bytes: without a picture. */
export function composeProfile(
  crypto: Crypto,
  { name, picture }: { readonly name: string; readonly picture: Bytes },
): Result<Composed, ComposeCode> {
  const content = lineBytes(name, displayNameBytesMax)
  if (!content.ok) return content
  if (picture.length > 0 && !isPicture(picture)) return fail("picture-invalid")
  const extensions = new Map<ExtensionKey, CborValue>([[senderPicture, picture]])
  return compose(crypto, textPart(dispositions.profile, "plain", content.value), {}, extensions)
}

/** For state slot 1: the picture of a group, or that it has none any more. */
export function composePicture(crypto: Crypto, picture: Bytes | undefined): Result<Composed, ComposeCode> {
  if (picture !== undefined && !isPicture(picture)) return fail("picture-invalid")
  return compose(crypto, picturePart(picture), {})
}

function textPart(disposition: number, format: TextFormat, content: Bytes): Part {
  return { disposition, language: "", cardinality: "single", contentType: mediaTypes[format], content }
}

function compose(
  crypto: Crypto,
  part: Part,
  options: ComposeOptions,
  extensions = new Map<ExtensionKey, CborValue>(),
): Result<Composed, ComposeCode> {
  if (options.senderName !== undefined) {
    const name = lineBytes(options.senderName, displayNameBytesMax)
    if (!name.ok) return fail(name.code)
    extensions.set(senderName, options.senderName)
  }
  if (options.forwardedFrom !== undefined) {
    const { account, name } = options.forwardedFrom
    extensions.set(forwardedFrom, [account, name])
  }
  if (options.answeredPart !== undefined) {
    const part = textBytes(options.answeredPart, answeredPartBytesMax)
    if (!part.ok) return part
    extensions.set(answeredPart, options.answeredPart)
  }
  if (options.silent === true) extensions.set(silent, true)
  const salt = crypto.random(saltBytes)
  const content: MimiContent = {
    salt,
    replaces: options.replaces,
    topicId: new Uint8Array(),
    expires: undefined,
    inReplyTo: options.inReplyTo,
    extensions,
    part,
  }
  return succeed({ bytes: encodeMimi(content), salt })
}
