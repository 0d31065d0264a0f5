/** A frame towards the server that is kept, and what has to become of it. */
export interface KeptFrame {
  /** What it reaches that chance reaches seldom. */
  readonly reaches: string
  /** In hexadecimal. */
  readonly frame: string
  /** The code of the refusal that answers it; or, for `ends`, that with which the connection ends. */
  readonly outcome: { readonly refused: string } | { readonly ends: string } | "answered"
}

/** `Greet`, `Follow` and `Append`, as a call names them. */
const [greet, follow, append] = ["12054772656574", "1206466f6c6c6f77", "1206417070656e64"]

/** By hand, since mutation finds them once in a million: each is one rule of the encoding at its edge. */
export const keptFrames: readonly KeptFrame[] = [
  { reaches: "nothing at all", frame: "", outcome: { ends: "frame-malformed" } },
  {
    reaches: "a call whose id is written and is 0",
    frame: `0800${greet}`,
    outcome: { ends: "frame-malformed" },
  },
  {
    reaches: "the largest id, in five bytes",
    frame: `08ffffffff0f${greet}1a020801`,
    outcome: "answered",
  },
  {
    reaches: "an id of more than 32 bits, of which the lowest are 0",
    frame: `088080808010${greet}`,
    outcome: { ends: "frame-malformed" },
  },
  {
    reaches: "a number that never ends",
    frame: "08ffffffffffffffffffffff",
    outcome: { ends: "frame-malformed" },
  },
  {
    reaches: "a field whose length goes beyond the frame",
    frame: `0801${greet}1a7f`,
    outcome: { ends: "frame-malformed" },
  },
  {
    reaches: "the same field twice: the last one counts",
    frame: `0801${append}${greet}1a020801`,
    outcome: "answered",
  },
  {
    reaches: "a field that nobody knows, in every wire type",
    frame: `0801${greet}1a020801f80101f1010000000000000000fa010161fd0100000000`,
    outcome: "answered",
  },
  {
    reaches: "a group that is opened and not closed",
    frame: `0801${greet}7b`,
    outcome: { ends: "frame-malformed" },
  },
  {
    reaches: "a wire type that there is not",
    frame: `0801${greet}1f`,
    outcome: { ends: "frame-malformed" },
  },
  {
    reaches: "a method's name that is no UTF-8",
    frame: "08011202c328",
    outcome: { ends: "frame-malformed" },
  },
  {
    reaches: "a name of the language's own",
    frame: "0801120b636f6e7374727563746f72",
    outcome: { refused: "method-unknown" },
  },
  {
    reaches: "a body that ends within a number",
    frame: `0801${greet}1a0108`,
    outcome: { refused: "request-invalid" },
  },
  {
    reaches: "a version of the protocol above all versions",
    frame: `0801${greet}1a0608ffffffff0f`,
    outcome: { refused: "version-unsupported" },
  },
  {
    reaches: "a session's method before there is a session",
    frame: `0801${follow}`,
    outcome: { refused: "not-signed-in" },
  },
  {
    reaches: "an entry of an epoch above what a number holds exactly",
    frame: `0801${append}1a0b18ffffffffffffffffff01`,
    outcome: { refused: "not-signed-in" },
  },
]
