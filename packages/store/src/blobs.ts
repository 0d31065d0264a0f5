import type { Bytes, Milliseconds, Result } from "@colombe/base"
import type { AccountId } from "@colombe/rules"

/** 32 random bytes, chosen by whoever uploads: known to nobody but those who were told. */
export type BlobId = Bytes

export interface NewBlob {
  readonly blob: BlobId
  /** Whose quota it counts against. */
  readonly account: AccountId
  /** Bytes that it will have. */
  readonly size: number
  readonly at: Milliseconds
}

export interface StoredBlob extends NewBlob {
  /** Bytes that are there and durable. */
  readonly length: number
}

/** Sealed files: bytes that grow until they have their size, and never change. Entries of logs refer to them. */
export interface BlobStore {
  /** A repeat with the same account and size is answered like the first time. `quota`: bytes of all blobs of the account. */
  open(blob: NewBlob, quota: number): Promise<Result<StoredBlob, "blob-exists" | "quota-reached">>
  get(blob: BlobId): Promise<StoredBlob | undefined>
  /** Adds at the end. `blob-offset`: there is less or more than `offset` already, or it would become too long. */
  append(
    blob: BlobId,
    offset: number,
    bytes: Bytes,
  ): Promise<Result<StoredBlob, "blob-unknown" | "blob-offset">>
  /** Bytes from `from` up to `to`, that one not included, of what is there. */
  read(blob: BlobId, from: number, to: number): Promise<Bytes | undefined>
  /** Removes up to `limit` blobs that no entry refers to and that were opened before `before`. Answers how many. */
  sweep(before: Milliseconds, limit: number): Promise<number>
}
