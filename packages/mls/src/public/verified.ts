/**
 * A private member that exists for the compiler alone: an object literal cannot have it, and spreading an object
 * leaves it behind, so that what was changed after its checks is unverified again.
 */
declare class Mark<What> {
  private readonly verified: What
}

/** A value that passed the checks named by `What`; only the function that makes them gives it this type. */
export type Verified<Value, What extends string> = Value & Mark<What>

/** For the function that just made the checks, and for nobody else: not exported by the package. */
export function markVerified<Value, What extends string>(value: Value): Verified<Value, What> {
  return value as Verified<Value, What>
}
