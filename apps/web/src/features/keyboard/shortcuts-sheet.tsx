import type { JSX } from "preact"
import { type MessageId, text } from "../../i18n/index.ts"
import { Dialog } from "../../ui/dialog.tsx"
import { isApple } from "./shortcuts.ts"

/** Keys as they are printed: `mod` is Command or Control, and each list is one way to do it. */
const groups: readonly {
  readonly title: MessageId
  readonly keys: readonly (readonly [MessageId, readonly string[]])[]
}[] = [
  {
    title: "keys.everywhere",
    keys: [
      ["keys.palette", ["mod K"]],
      ["keys.regions", ["F6", "Shift F6"]],
      ["keys.next", ["Alt ↓"]],
      ["keys.previous", ["Alt ↑"]],
      ["keys.leave", ["Esc"]],
      ["keys.sheet", ["?"]],
    ],
  },
  {
    title: "keys.lists",
    keys: [
      ["keys.move", ["↑", "↓", "Home", "End", "PageUp", "PageDown"]],
      ["keys.menu", ["Shift F10"]],
    ],
  },
  {
    title: "keys.conversation",
    keys: [
      ["keys.search", ["mod F"]],
      ["keys.actions", ["Enter"]],
      ["keys.scroll", ["PageUp", "PageDown"]],
    ],
  },
  {
    title: "keys.writing",
    keys: [
      ["keys.send", ["Enter"]],
      ["keys.line", ["Shift Enter"]],
      ["keys.edit", ["↑"]],
      ["keys.bold", ["mod B"]],
      ["keys.italic", ["mod I"]],
    ],
  },
]

/** Every key there is, on one page. */
export function ShortcutsSheet({ onClose }: { onClose: () => void }): JSX.Element {
  return (
    <Dialog title={text("keys.title")} onClose={onClose}>
      <div class="shortcuts">
        {groups.map(({ title, keys }) => (
          <section key={title}>
            <h3>{text(title)}</h3>
            <dl>
              {keys.map(([what, ways]) => (
                <div key={what} class="shortcut">
                  <dt>{text(what)}</dt>
                  <dd>
                    {ways.map(way => (
                      <Keys key={way} of={way} />
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function Keys({ of }: { of: string }): JSX.Element {
  return (
    <span class="keys" dir="ltr">
      {of.split(" ").map(key => (
        <kbd key={key}>{key === "mod" ? (isApple ? "⌘" : text("keys.control")) : nameOf(key)}</kbd>
      ))}
    </span>
  )
}

/** What French keyboards print on the key. */
function nameOf(key: string): string {
  const printed: Readonly<Record<string, MessageId>> = {
    Shift: "keys.shift",
    Enter: "keys.enter",
    Home: "keys.home",
    End: "keys.end",
    PageUp: "keys.pageUp",
    PageDown: "keys.pageDown",
    Esc: "keys.escape",
  }
  const id = printed[key]
  return id === undefined ? key : text(id)
}
