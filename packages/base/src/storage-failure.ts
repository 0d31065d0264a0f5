/**
 * What any call of any store may meet, whatever it does: the disk is full, the file is damaged, or the system refuses
 * (reading, writing, or making it durable). It rejects the promise rather than widening every result, since one place
 * answers for it: a server refuses the request, a client stops.
 */
export type StorageCode = "storage-full" | "storage-damaged" | "storage-failed"

export class StorageFailure extends Error {
  override readonly name = "StorageFailure"
  readonly code: StorageCode

  constructor(code: StorageCode, cause?: unknown) {
    super(code, { cause })
    this.code = code
  }
}
