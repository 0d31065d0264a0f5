import type { Milliseconds, Result } from "@colombe/base"

/** What one's own devices share, and nobody else sees. A change is there at once, and on the others within seconds. */
export interface SelfCalls {
  /**
   * Undefined where nobody set it. Names and values are the app's own, but for `receipts` and `typing` (`on`, `off`), and
   * `requests` and `invitations`: who may write first, and who may invite to groups (`all`, `known`, `nobody`).
   */
  setting(name: string): Promise<string | undefined>
  setSetting(name: string, value: string): Promise<Result<void>>

  chatMarks(conversation: string): Promise<ChatMarks>
  setChatMarks(conversation: string, marks: ChatMarks): Promise<Result<void>>
  /** To come back to it: the mark goes when the conversation is read again. */
  markUnread(conversation: string): Promise<Result<void>>

  /** By title. */
  folders(): Promise<readonly Folder[]>
  /** Without an id a new one is made; the answer has it. */
  setFolder(
    folder: Omit<Folder, "folder"> & { readonly folder?: string },
  ): Promise<Result<{ readonly folder: string }>>
  removeFolder(folder: string): Promise<Result<void>>
}

export interface ChatMarks {
  /** 0: not muted. */
  readonly mutedUntil: Milliseconds
  /** Place among those pinned, from 1; 0: not pinned. */
  readonly pinned: number
  readonly archived: boolean
}

export interface Folder {
  readonly folder: string
  readonly title: string
  readonly conversations: readonly string[]
}
