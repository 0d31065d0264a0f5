import type { ComponentType, JSX } from "preact"
import { useEffect, useState } from "preact/hooks"

/** A component whose code is a chunk of its own, asked for when it is first rendered; nothing is shown until then. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => JSX.Element | null {
  let loaded: ComponentType<Props> | undefined
  return props => {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | undefined>(() => loaded)
    useEffect(() => {
      if (Loaded !== undefined) return
      void load().then(component => {
        loaded = component
        setLoaded(() => component)
      })
    }, [])
    return Loaded === undefined ? null : <Loaded {...props} />
  }
}
