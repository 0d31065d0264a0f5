import type { Result } from "@colombe/base"

/** Who this home belongs to, and the people it knows. */
export interface AccountCalls {
  /** Who this home belongs to; undefined until registered. */
  me(): Promise<Me | undefined>
  /**
   * Whether a handle could be registered now, and who may: `handle-taken` and the codes of what no handle is, or those of
   * a server that does not answer. Nothing is reserved.
   */
  canRegister(request: HandleRequest): Promise<Result<Registrable>>
  /** Makes an account. The words are kept in this home alone, and only until `wordsShown`. */
  register(request: RegisterRequest): Promise<Result<Registered>>
  /** Ends what `register` computes; it then fails with `registration-cancelled`. */
  cancelRegistration(): Promise<void>
  /** The 24 words of an account that this home made, as long as nobody has said to have seen them. */
  pendingWords(): Promise<string | undefined>
  /** The person has the words: they are erased here. */
  wordsShown(): Promise<void>
  /** `who`: a handle (`ana` or `ana@host`, with or without `@`) or a person link. Creates nothing yet. */
  findPerson(who: string): Promise<Result<Person>>
  safetyNumber(account: string): Promise<Result<SafetyNumber>>
  /** The numbers were compared. It holds on all of this person's devices until the other one makes a new account of theirs. */
  verify(account: string): Promise<Result<void>>
  unverify(account: string): Promise<Result<void>>
  setDisplayName(name: string): Promise<Result<void>>
  /**
   * JPEG, PNG or WebP of at most 20,000 bytes, else `picture-invalid`; undefined takes it away. Those this person talks
   * with learn it, and all of their own devices.
   */
  setPicture(picture: Uint8Array | undefined): Promise<Result<void>>
  /** The picture of an account or a conversation: bytes that somebody else chose. */
  picture(of: string): Promise<Uint8Array | undefined>
  /** A link that carries the AccountId, so that whoever opens it need not trust the server for who it is. */
  personLink(): Promise<string>
}

export interface HandleRequest {
  /** Without the host. */
  readonly handle: string
  /** `http://localhost:4000`, `https://example.org`. */
  readonly server: string
}

export interface Registrable {
  readonly signUp: "open" | "invite" | "closed"
}

export interface RegisterRequest extends HandleRequest {
  readonly invitation?: string
  readonly displayName?: string
}

export interface Registered {
  readonly me: Me
  /** 24 words, separated by single blanks. */
  readonly words: string
}

/** Ids are base64url strings here: account 32 bytes, device and send 16, conversation 32. */
export interface Me {
  readonly account: string
  readonly device: string
  /** `ana@localhost`. */
  readonly address: string
  readonly displayName: string
  readonly server: string
  /** The conversation with oneself: what was saved. It is always there, and in the list once something is kept in it. */
  readonly saved: string
  /** Which picture this person has, for `picture`; absent: none. */
  readonly picture?: string
}

export interface Person {
  readonly account: string
  readonly address: string
  /** From what they sealed to this person; the handle where nothing is known. */
  readonly displayName: string
  readonly trust: Trust
  /** Which picture they have, for `picture`; absent: none. */
  readonly picture?: string
}

/** `typed`: first use of a handle. `link`: the id came by link or QR. `verified`: numbers compared. */
export type Trust = "typed" | "link" | "verified" | "changed" | "frozen"

export interface SafetyNumber {
  /** Twelve groups of five digits. */
  readonly groups: readonly string[]
  readonly verified: boolean
}
