import type { Row } from "./fixture.ts"

/** What the engine has to reach, in milliseconds on one core, so that a large group feels like a small one. */
export const aims: readonly (Pick<Row, "suite" | "leaves" | "what"> & { readonly atMost: number })[] = [
  { suite: 0x0001, leaves: 1000, what: "commit", atMost: 45 },
  { suite: 0x0001, leaves: 1000, what: "process", atMost: 25 },
  { suite: 0x0001, leaves: 1000, what: "join", atMost: 340 },
  { suite: 0xf0a2, leaves: 1000, what: "commit", atMost: 90 },
  { suite: 0xf0a2, leaves: 1000, what: "process", atMost: 40 },
  { suite: 0xf0a2, leaves: 1000, what: "join", atMost: 800 },
  { suite: 0xf0a2, leaves: 1000, what: "serverCheck", atMost: 20 },
  { suite: 0xf0a2, leaves: 1000, what: "serverFirstCheck", atMost: 20 },
  { suite: 0xf0a2, leaves: 2500, what: "commit", atMost: 200 },
  { suite: 0xf0a2, leaves: 2500, what: "process", atMost: 90 },
  { suite: 0xf0a2, leaves: 2500, what: "join", atMost: 2500 },
]
