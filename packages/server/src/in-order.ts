/**
 * Lets work of one key run at once but finish in the order in which it began: entries of a log become durable
 * together, and are told to its readers by their numbers.
 */
export class InOrder {
  readonly #last = new Map<string, Promise<unknown>>()

  /** Starts `work` now; runs `then` with its result after everything begun earlier under `key` has run its own. */
  async run<Value, Told>(
    key: string,
    work: () => Promise<Value>,
    then: (value: Value) => Told,
  ): Promise<Told> {
    const before = this.#last.get(key)
    const running = work()
    const told = turn(before, running, then)
    const settled = told.catch(ignore)
    this.#last.set(key, settled)
    await settled
    if (this.#last.get(key) === settled) this.#last.delete(key)
    return told
  }
}

async function turn<Value, Told>(
  before: Promise<unknown> | undefined,
  running: Promise<Value>,
  then: (value: Value) => Told,
): Promise<Told> {
  // What fails while an earlier one is awaited is reported below, not as an unhandled rejection.
  running.catch(ignore)
  await before
  return then(await running)
}

const ignore = (): void => undefined
