import { type Block, mentionPrefix, readMarkup, readPlainRuns } from "@colombe/client/markup"
import type { ComponentChildren, JSX } from "preact"
import { useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { closersFor, directionOf } from "./direction.ts"
import { hostToShow, type PlacedRun, placedRun } from "./true-host.ts"

/** What somebody wrote, as nodes: no text of theirs is ever read as HTML. It says which way its end runs. */
export function Markup(props: {
  readonly id: string
  readonly of: string
  readonly format: "plain" | "markdown"
}): JSX.Element {
  const { id, of, format } = props
  const blocks: readonly Block[] =
    format === "markdown" ? readMarkup(of) : [{ type: "paragraph", runs: readPlainRuns(of) }]
  const last = blocks.at(-1)
  return (
    <div
      class="body"
      id={id}
      data-runs={last === undefined || last.type === "code" ? undefined : endOf(last)}
    >
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  )
}

function endOf({ runs }: Exclude<Block, { readonly type: "code" }>): "ltr" | "rtl" {
  return directionOf(runs.map(run => run.text).join(""))
}

function BlockView({ block }: { block: Block }): JSX.Element {
  if (block.type === "code")
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      <pre class="code-block" dir="ltr" translate={false} tabIndex={0}>
        <code>{block.text}</code>
      </pre>
    )
  const runs = block.runs.map((run, index) => <RunView key={index} {...placedRun(block.runs, run, index)} />)
  const said = [runs, closersFor(block.runs.map(run => run.text).join(""))]
  return block.type === "quote" ? <blockquote dir="auto">{said}</blockquote> : <p dir="auto">{said}</p>
}

function RunView(placed: PlacedRun): JSX.Element {
  const { run } = placed
  let node: ComponentChildren = run.text
  if (run.link !== undefined) node = <Address {...placed} to={run.link} />
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

function Address({ to, ...placed }: PlacedRun & { to: string }): JSX.Element {
  const said = placed.run.text
  if (to.startsWith(mentionPrefix)) return <span class="mention">{said}</span>
  const url = URL.parse(to)
  if (url === null || !["http:", "https:", "mailto:"].includes(url.protocol)) return <>{said}</>
  const host = hostToShow(placed, url)
  return (
    <a href={url.href} {...(isOwnInvite(url) ? {} : away)} title={url.href}>
      {said}
      {host === undefined ? null : <bdi class="true-host"> ({host})</bdi>}
    </a>
  )
}

const away = { target: "_blank", rel: "noopener noreferrer" } as const

/** A link into a group of this server opens here. */
function isOwnInvite({ origin, pathname, hash }: URL): boolean {
  return origin === location.origin && pathname === "/" && hash.startsWith("#/join/")
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
