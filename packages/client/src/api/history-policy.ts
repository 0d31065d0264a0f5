/**
 * What of a group is open to people who come later: nothing, everything, or what was said in so many days before they
 * came (1 to 3,650). It holds for what is said while it stands: no later policy opens it, and none closes it.
 */
export type HistoryPolicy = "none" | "all" | { readonly days: number }
