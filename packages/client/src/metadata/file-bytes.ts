import type { Bytes } from "@colombe/base"

/** A file of any size that can be read at any place. */
export interface FileBytes {
  readonly size: number
  /** `to` is not included and never behind the end. */
  read(from: number, to: number): Promise<Bytes>
}
