import { type Block, type Run, readMarkup, readPlainRuns } from "@colombe/client/markup"
import type { ComponentChildren, JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"

/** What somebody wrote, as nodes: no text of theirs is ever read as HTML. */
export function Markup({ of, format }: { of: string; format: "plain" | "markdown" }): JSX.Element {
  const blocks: readonly Block[] =
    format === "markdown" ? readMarkup(of) : [{ type: "paragraph", runs: readPlainRuns(of) }]
  return (
    <>
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </>
  )
}

function BlockView({ block }: { block: Block }): JSX.Element {
  if (block.type === "code")
    return (
      <pre class="code-block" dir="ltr" translate={false}>
        <code>{block.text}</code>
      </pre>
    )
  const runs = block.runs.map((run, index) => <RunView key={index} run={run} />)
  return block.type === "quote" ? <blockquote dir="auto">{runs}</blockquote> : <p dir="auto">{runs}</p>
}

function RunView({ run }: { run: Run }): JSX.Element {
  let node: ComponentChildren = run.text
  if (run.link !== undefined) node = <Address to={run.link} said={run.text} />
  for (const style of run.styles.toReversed()) node = styled[style](node)
  return <>{node}</>
}

const styled = {
  bold: (inner: ComponentChildren) => <strong>{inner}</strong>,
  italic: (inner: ComponentChildren) => <em>{inner}</em>,
  strike: (inner: ComponentChildren) => <s>{inner}</s>,
  code: (inner: ComponentChildren) => <code translate={false}>{inner}</code>,
  spoiler: (inner: ComponentChildren) => <Spoiler>{inner}</Spoiler>,
} as const

const mention = "colombe:account/"

function Address({ to, said }: { to: string; said: string }): JSX.Element {
  if (to.startsWith(mention)) return <span class="mention">{said}</span>
  const url = URL.parse(to)
  if (url === null || !["http:", "https:", "mailto:"].includes(url.protocol)) return <>{said}</>
  const host = url.protocol === "mailto:" ? url.pathname : url.host
  return (
    <a href={url.href} target="_blank" rel="noopener noreferrer" title={url.href}>
      {said}
      {misleads(said, host) ? <bdi class="true-host"> ({host})</bdi> : null}
    </a>
  )
}

/** A text that looks like an address must show the very host that it leads to, letter for letter. */
function misleads(said: string, host: string): boolean {
  const looksLikeAddress = /^\S+\.\S{2,}/u.test(said)
  return (
    looksLikeAddress &&
    !said
      .toLowerCase()
      .replace(/^[a-z]+:\/\//, "")
      .startsWith(host)
  )
}

function Spoiler({ children }: { children: ComponentChildren }): JSX.Element {
  const [shown, setShown] = useState(false)
  if (shown) return <span class="spoiler shown">{children}</span>
  return (
    <button type="button" class="spoiler" aria-label={text("message.spoiler")} onClick={() => setShown(true)}>
      <span aria-hidden="true">{children}</span>
    </button>
  )
}
