/** Every tab, the leader's own too, talks to the one worker through this channel. */
export const channelName = "colombe"
/** Held by the tab whose worker owns database, socket and keys. */
export const leaderLock = "colombe-leader"
