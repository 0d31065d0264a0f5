/** One at a time under each key: of several commits on one epoch, only the first is checked at full cost. */
export class Lanes {
  readonly #last = new Map<string, Promise<unknown>>()

  async run<Value>(key: string, work: () => Promise<Value>): Promise<Value> {
    const before = this.#last.get(key)
    const mine = (async () => {
      await before
      return work()
    })()
    const settled = mine.catch(ignore)
    this.#last.set(key, settled)
    await settled
    if (this.#last.get(key) === settled) this.#last.delete(key)
    return mine
  }
}

const ignore = (): void => undefined
