import {
  type Bytes,
  choice,
  type Decoded,
  decode,
  encode,
  enumeration,
  fail,
  fromUtf8,
  opaque,
  type Result,
  struct,
  succeed,
  toUtf8,
  uint8,
  vector,
} from "@colombe/base"
import type { Part } from "./mimi.ts"
import { dispositions } from "./mimi.ts"
import { lineBytes, readLine } from "./text.ts"

/** A question with answers to choose from. */
export interface Poll {
  readonly question: string
  /** In their order; no two alike. */
  readonly options: readonly string[]
  /** How many each may choose. */
  readonly choice: PollChoice
}
export type PollChoice = "single" | "multiple"

/** What somebody answers to a poll; its author may also close it. */
export type Ballot = Decoded<typeof ballotContent>

export const pollOptionsMin = 2
export const pollOptionsMax = 12
/** UTF-8 bytes. */
export const pollQuestionBytesMax = 1024
export const pollOptionBytesMax = 256

export const pollType = "application/vnd.colombe.poll"
export const ballotType = "application/vnd.colombe.ballot"

const pollContent = struct({
  choice: enumeration(1, { single: 0, multiple: 1 }),
  question: opaque,
  options: vector(opaque),
})

const ballotContent = choice("does", enumeration(1, { vote: 0, close: 1 }), {
  /** Places of what is chosen, ascending; none takes an earlier vote back. */
  vote: struct({ options: vector(uint8) }),
  close: struct({}),
})

/** Spec N54. `poll-invalid`: too few or too many options, two alike, or what is no line of text. */
export function pollPart({ question, options, choice }: Poll): Result<Part, "poll-invalid"> {
  const lines = [
    lineBytes(question, pollQuestionBytesMax),
    ...options.map(one => lineBytes(one, pollOptionBytesMax)),
  ]
  if (!areOptions(options) || lines.some(line => !line.ok)) return fail("poll-invalid")
  const content = encode(pollContent, { choice, question: toUtf8(question), options: options.map(toUtf8) })
  return succeed(part(pollType, content))
}

/** The same in words, for whoever knows no polls (spec N6) or reads it elsewhere (spec N51). */
export function pollWords({ question, options }: Pick<Poll, "question" | "options">): string {
  return [question, ...options.map(option => `– ${option}`)].join("\n")
}

export function readPoll(content: Bytes): Result<Poll, "poll-invalid"> {
  const read = decode(pollContent, content)
  if (!read.ok) return fail("poll-invalid")
  const question = readLine(read.value.question, pollQuestionBytesMax)
  const options = read.value.options.map(one => fromUtf8(one) ?? "")
  const lines = read.value.options.map(one => readLine(one, pollOptionBytesMax))
  if (!question.ok || !areOptions(options) || lines.some(line => !line.ok)) return fail("poll-invalid")
  return succeed({ question: question.value, options, choice: read.value.choice })
}

function areOptions(options: readonly string[]): boolean {
  const { length } = options
  return length >= pollOptionsMin && length <= pollOptionsMax && new Set(options).size === length
}

export function ballotPart(ballot: Ballot): Part {
  return part(ballotType, encode(ballotContent, ballot))
}

export function readBallot(content: Bytes): Result<Ballot, "poll-invalid"> {
  const read = decode(ballotContent, content)
  if (!read.ok) return fail("poll-invalid")
  return read.value.does === "close" || isAscending(read.value.options) ? read : fail("poll-invalid")
}

function isAscending(options: readonly number[]): boolean {
  return options.every((one, index) => index === 0 || one > (options[index - 1] ?? 0))
}

/** Whether a vote is one for this poll: of what is there, and of one where one is asked for. */
export function fitsPoll(
  { options, choice }: Pick<Poll, "options" | "choice">,
  chosen: readonly number[],
): boolean {
  if (choice === "single" && chosen.length > 1) return false
  return chosen.every(one => one < options.length)
}

function part(contentType: string, content: Bytes): Part {
  return { disposition: dispositions.render, language: "", cardinality: "single", contentType, content }
}
