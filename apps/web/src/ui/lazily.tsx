import type { ComponentType, JSX } from "preact"
import { useEffect, useState } from "preact/hooks"

/** A component whose code comes when it is first shown: the first load stays small. */
export function lazily<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): (props: Props) => JSX.Element | null {
  let loaded: ComponentType<Props> | undefined
  return function Lazy(props) {
    const [Known, setKnown] = useState<ComponentType<Props> | undefined>(() => loaded)
    useEffect(() => {
      void load().then(component => {
        loaded = component
        setKnown(() => component)
      })
    }, [])
    return Known === undefined ? null : <Known {...props} />
  }
}
