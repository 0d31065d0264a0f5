import type { Signal } from "@preact/signals"

/** Files that were chosen, dropped or pasted and are looked at before they go. */
export type Chosen = Signal<readonly File[]>
