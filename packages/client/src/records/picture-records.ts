import { type Decoded, fixed, opaque, struct, uint32, uint64 } from "@colombe/base"
import type { Table } from "./table.ts"

/** By account or conversation: their picture. */
export const pictureTable: Table<Uint8Array> = { number: 131, codec: opaque }

/**
 * By account or conversation: which picture holds, zeros where it was taken away, and its order: the moment at which a
 * person said so, the place at which it was said of a group. Small, so that whoever lists people need not read pictures.
 */
const pictureMark = struct({ version: fixed(16), order: uint64 })
export type PictureMark = Decoded<typeof pictureMark>
export const pictureMarkTable: Table<PictureMark> = { number: 132, codec: pictureMark }

/** By conversation: which picture of their own this account's devices have told there, and in which epoch. */
const toldPicture = struct({ version: fixed(16), incarnation: uint32, epoch: uint64 })
export type ToldPicture = Decoded<typeof toldPicture>
export const toldPictureTable: Table<ToldPicture> = { number: 133, codec: toldPicture }
