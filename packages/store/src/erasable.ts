import { kinds } from "@colombe/rules"

/** What people say to each other. State, keys and what steers the log stays, whatever an operator keeps. */
export const expiringKinds: readonly number[] = [kinds.message, kinds.call]

/** What the first entry of a self conversation is: its messages are the settings of one's devices. */
export const selfOpening: number = kinds.vault
