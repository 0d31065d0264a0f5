import type { Run } from "@colombe/client/markup"

/** What is not drawn cannot keep an address from being read as one. */
const undrawn = /\p{Default_Ignorable_Code_Point}/gu
const addressLike = /[.。][\p{L}\p{N}]{2}|:\/\//u

/** A run with the text of its neighbours. */
export interface PlacedRun {
  readonly run: Run
  readonly before: string
  readonly after: string
}

export const placedRun = (runs: readonly Run[], run: Run, at: number): PlacedRun => ({
  run,
  before: runs[at - 1]?.text ?? "",
  after: runs[at + 1]?.text ?? "",
})

/**
 * The host of a link, where what the eye reads there passes for another address (spec N17): then both are shown.
 * What stands against a link without a blank between is read with it: two links can make up one name.
 */
export function hostToShow({ run, before, after }: PlacedRun, url: URL): string | undefined {
  const whole = `${/\S*$/u.exec(before)?.[0]}${run.text}${/^\S*/u.exec(after)?.[0]}`
  const read = (run.text === run.link ? run.text : whole).replace(undrawn, "").normalize("NFKC").toLowerCase()
  const host = url.protocol === "mailto:" ? url.pathname : url.host
  const passesForAnother = read
    .split(/\s+/u)
    .some(word => addressLike.test(word) && hostWritten(word) !== host.toLowerCase())
  return passesForAnother ? host : undefined
}

/** Everything that names the server, whoever stands before an @ with it, without the marks of the sentence around it. */
function hostWritten(word: string): string {
  const address = word.replace(/^[\p{P}\p{S}]+/u, "").replace(/^(?:https?:\/\/|mailto:)/u, "")
  return (address.split(/[/?#]/u)[0] ?? "").replace(/[\p{P}\p{S}]+$/u, "")
}
