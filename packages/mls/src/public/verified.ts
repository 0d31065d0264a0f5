declare const verified: unique symbol

/** A value that passed the checks named by `What`; only the function that makes them gives it this type. */
export type Verified<Value, What extends string> = Value & { readonly [verified]: What }

/** For the function that just made the checks, and for nobody else: not exported by the package. */
export function markVerified<Value, What extends string>(value: Value): Verified<Value, What> {
  return value as Verified<Value, What>
}
