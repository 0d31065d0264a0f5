import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { text } from "../../i18n/index.ts"
import { Progress } from "../../ui/primitives/progress.tsx"
import { readableSize } from "../files/size.ts"
import { Export } from "./export.tsx"
import { StorageByChat } from "./storage-by-chat.tsx"

interface Space {
  readonly used: number
  readonly most: number
  /** The browser does not clear it by itself. */
  readonly lasting: boolean
}

export function StoragePage(): JSX.Element | null {
  const [space, setSpace] = useState<Space | undefined>(undefined)
  const look = async () => {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate()
    setSpace({ used: usage, most: quota, lasting: await navigator.storage.persisted() })
  }
  useEffect(() => {
    void look()
  }, [])
  if (space === undefined) return null
  const { used, most, lasting } = space
  const ask = async () => {
    await navigator.storage.persist()
    await look()
  }
  return (
    <>
      <section>
        <h2>{text("storage.used")}</h2>
        <Progress label={text("storage.used")} value={most === 0 ? 0 : used / most} />
        <p>{text("storage.amount", { used: readableSize(used), most: readableSize(most) })}</p>
      </section>
      <StorageByChat onCleared={look} />
      <section>
        <h2>{text("storage.lasting")}</h2>
        <p>{text(lasting ? "storage.lasting.yes" : "storage.lasting.no")}</p>
        {lasting ? null : (
          <button type="button" onClick={() => void ask()}>
            {text("storage.lasting.ask")}
          </button>
        )}
      </section>
      <Export />
    </>
  )
}
