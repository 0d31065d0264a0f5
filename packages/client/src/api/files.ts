import type { Bytes, Result } from "@colombe/base"
import type { EditOptions } from "./sends.ts"

/** Files: sealed here, kept by the server as bytes without a meaning, opened piece by piece. */
export interface FileCalls {
  /** Begins a file. Nothing is sent, and what is never sent is forgotten after a week. */
  startFile(file: NewFile): Promise<Result<StartedFile>>
  /** Piece `index`, in order from 0: each has `pieceBytes`, the last one what is left. Durable, and sealed, when it resolves. */
  writePiece(file: string, index: number, bytes: Bytes): Promise<Result<void>>
  /** Of whole files. Resolves like `sendText`; the upload follows by itself, also after a restart. */
  sendFiles(
    conversation: string,
    files: readonly string[],
    options?: FileSendOptions,
  ): Promise<Result<{ readonly id: string }>>
  discardFile(file: string): Promise<Result<void>>
  /**
   * Piece `index` of a file of a message, also of one that waits: from this device where it has it, else from the
   * server. `place`: which of the message's files, from 0.
   */
  readPiece(conversation: string, id: string, place: number, index: number): Promise<Result<Bytes>>
  /** What is kept here of files that were sent and opened (spec F12), by conversation, the largest first. */
  keptByChat(): Promise<Result<readonly KeptInChat[]>>
  /** Nothing is lost: the server has it, until somebody looks at it again. */
  forgetKept(conversation: string): Promise<Result<void>>
}

export interface KeptInChat {
  readonly conversation: string
  readonly files: number
  readonly bytes: number
}

export interface NewFile {
  /** Cut to the last part of its path and one safe line (spec F6). */
  readonly name: string
  /** `image/jpeg`; empty where nobody knows. */
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  /** Of a picture: the room that it takes before it is there. */
  readonly box?: FileBox
}

/** Pixels, each from 1 to 65,535. */
export interface FileBox {
  readonly width: number
  readonly height: number
}

export interface StartedFile {
  readonly file: string
  readonly pieces: number
  readonly pieceBytes: number
}

export interface FileSendOptions extends EditOptions {
  readonly caption?: string
  /** Of each file, in their order: the ThumbHash of a picture (spec F14), or nothing. */
  readonly previews?: readonly (Bytes | undefined)[]
  /** The one file is a voice note (spec F15). */
  readonly voice?: VoiceNote
  readonly replyTo?: string
}

/** Of a voice note, as its sender says. */
export interface VoiceNote {
  /** Milliseconds. */
  readonly duration: number
  /** How loud each equal part of it is, from 0 to 255. */
  readonly bars: Bytes
}

/** A file of a message. Name and type are what its sender says. */
export interface FileItem {
  /** The same in every message that names it; of one's own, as `startFile` gave it. */
  readonly file: string
  readonly name: string
  readonly mediaType: string
  /** Bytes. */
  readonly size: number
  readonly pieces: number
  readonly box: FileBox | undefined
  /** A ThumbHash, to stand in a picture's room until it is there; as its sender says, like everything here. */
  readonly preview: Bytes | undefined
  /** It is the only file, and a voice note. */
  readonly voice?: VoiceNote
}
