import { readPlainTokens, readTokens, type Style, type Token } from "./tokens.ts"

/** Text of one style; `link` is where it leads. */
export interface Run {
  readonly text: string
  readonly styles: readonly Style[]
  readonly link: string | undefined
}

/**
 * The runs of one block. One pass finds which marks belong together: a mark that closes drops what was opened within
 * and not closed, so that pairs never cross, and of each kind one is open at a time, so that the pass is linear.
 */
export function readRuns(text: string): readonly Run[] {
  const tokens = readTokens(text)
  return merge(styled(tokens, pairs(tokens)))
}

/** Of plain text: addresses lead somewhere, and everything stands as it is written. */
export function readPlainRuns(text: string): readonly Run[] {
  return merge(styled(readPlainTokens(text), new Map()))
}

type Mark = Extract<Token, { type: "mark" }>

/** Which marks open and which close something; all others stand as they are written. */
export function pairs(tokens: readonly Token[]): ReadonlyMap<Token, "opens" | "closes"> {
  const roles = new Map<Token, "opens" | "closes">()
  let open: Mark[] = []
  for (const token of tokens) {
    if (token.type !== "mark") continue
    const opener = open.findIndex(mark => mark.text === token.text)
    const partner = open[opener]
    if (partner !== undefined && token.canClose) {
      roles.set(partner, "opens")
      roles.set(token, "closes")
      open = open.slice(0, opener)
    } else if (partner === undefined && token.canOpen) open.push(token)
  }
  return roles
}

function styled(tokens: readonly Token[], roles: ReadonlyMap<Token, "opens" | "closes">): readonly Run[] {
  const runs: Run[] = []
  let styles: readonly Style[] = []
  for (const token of tokens) {
    const role = roles.get(token)
    if (token.type === "mark" && role === "opens") styles = [...styles, token.style]
    else if (token.type === "mark" && role === "closes") styles = styles.slice(0, -1)
    else if (token.type === "code")
      runs.push({ text: token.text, styles: [...styles, "code"], link: undefined })
    else if (token.type === "link") runs.push({ text: token.text, styles, link: token.link })
    else runs.push({ text: token.text, styles, link: undefined })
  }
  return runs
}

function merge(runs: readonly Run[]): readonly Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    // Two addresses that stand beside each other are two.
    const same =
      last?.link === undefined && run.link === undefined && last?.styles.join() === run.styles.join()
    if (last !== undefined && same) merged[merged.length - 1] = { ...last, text: last.text + run.text }
    else if (run.text !== "") merged.push(run)
  }
  return merged
}
