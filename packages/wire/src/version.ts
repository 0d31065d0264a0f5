/** What this code speaks. A server refuses a higher one with `version-unsupported`. */
export const wireVersion = 1
export const subprotocol = "colombe.1"
