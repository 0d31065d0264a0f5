import { signal } from "@preact/signals"

/** What a key opens over everything else. */
export const overlay = signal<"palette" | "shortcuts" | undefined>(undefined)
