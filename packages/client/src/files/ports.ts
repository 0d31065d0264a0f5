import type { Bytes, Result } from "@colombe/base"

/** Sealed files on this device: bytes by name, each growing at its end. May reject with a `StorageFailure`. */
export interface LocalBlobs {
  names(): Promise<readonly string[]>
  /** 0 where there is none. */
  length(name: string): Promise<number>
  /** At the end, which is at `offset`; durable when it resolves. What stands behind `offset` is overwritten. */
  append(name: string, offset: number, bytes: Bytes): Promise<void>
  read(name: string, from: number, to: number): Promise<Bytes>
  remove(name: string): Promise<void>
}

/** Which blob, where, and by which right. */
export interface BlobPlace {
  /** `http://localhost:4000`, `https://example.org`. */
  readonly server: string
  readonly blob: Bytes
  readonly ticket: Bytes
}

/** Bytes of blobs to and from a server (spec F8). Failures have the server's codes, or `server-unreachable`. */
export interface Transfer {
  /** Gives the length that the server has then. */
  send(place: BlobPlace, offset: number, bytes: Bytes): Promise<Result<number>>
  /** `to` is not included. */
  fetch(place: BlobPlace, from: number, to: number): Promise<Result<Bytes>>
}

export interface FilePorts {
  readonly local: LocalBlobs
  readonly transfer: Transfer
  /** Bytes of files that may stay on this device once they were sent or opened; 512 MiB where nothing is said. */
  readonly keptBytesMax?: number
}
