/** What both sides of a connection know of each other's limits. The protocol's own limits are those of `rules`. */

/** Bytes of a client's frame: a commit of the largest group with its Welcome. `frame-too-large`. */
export const frameBytesMax = 4 * 1024 * 1024
/** Bytes of a server's frame: the ratchet tree of the largest group. */
export const serverFrameBytesMax = 16 * 1024 * 1024
/** Calls of one connection that wait for their answer. `rate-limited`. */
export const callsInFlightMax = 64

/** Bytes of one GroupInfo, with the tree where a conversation opens. `group-info-invalid`. */
export const groupInfoBytesMax = 2 * 1024 * 1024
/** Bytes of one Welcome, and of what the devices that it is for get of it together. `mail-too-large`. */
export const welcomeBytesMax = 2 * 1024 * 1024
export const welcomesBytesMax = 32 * 1024 * 1024
/** Bytes of one proposal. `entry-too-large`. */
export const proposalBytesMax = 16 * 1024
/** Bytes of one key package. `key-package-invalid`. */
export const keyPackageBytesMax = 8 * 1024

/** Bytes of a blob's id, which its uploader chooses at random. */
export const blobIdBytes = 32
/** Bytes of one blob: a sealed file of 2 GiB. `blob-too-large`. */
export const blobBytesMax = 2 * 1024 ** 3 + 4 * 1024 ** 2
/** Blobs that one entry may refer to. `request-invalid`. */
export const entryBlobsMax = 32

/** Milliseconds for which a link box stays. `link-code-unknown` afterwards. */
export const linkBoxMs = 10 * 60 * 1000
/** Bytes of one frame of the new device, and of one of the old device. `link-frame-refused`. */
export const newLinkFrameBytesMax = 8 * 1024
export const oldLinkFrameBytesMax = 512 * 1024
/** Frames of one side of a linking. `link-frame-refused`. */
export const linkFramesMax = 16

/** Entries of which one call has the bodies taken out: as many as one deletion names. `request-invalid`. */
export const erasedEntriesMax = 100

/** Items of one page. A higher `limit` of a request is lowered to it, 0 stands for it. */
export const entriesPageMax = 512
export const changedPageMax = 1000
export const mailPageMax = 100
export const linksPageMax = 256
export const readsPageMax = 256
/** Bytes of one page: it ends before the item that would go past it, and holds at least one. */
export const pageBytesMax = 1024 * 1024
