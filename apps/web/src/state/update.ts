import { signal } from "@preact/signals"
import { whileCalmEverywhere } from "./at-work.ts"
import { tell } from "./told.ts"

/** `ready`: another build of the app is on this device, whole, and waits. `later`: its person has seen that. */
export type Update = "none" | "ready" | "later" | "applying"

export const update = signal<Update>("none")

/** Lets the waiting build take over; resolves when it has, or never will. */
let takeOver: () => Promise<void> = async () => location.reload()

export function offerUpdate(how: () => Promise<void>): void {
  takeOver = how
  update.value = "ready"
}

/** All tabs go over together: two builds never speak to each other. */
export async function applyUpdate(): Promise<void> {
  update.value = "applying"
  if (await whileCalmEverywhere(takeOver)) return
  update.value = "ready"
  tell("update-blocked")
}
