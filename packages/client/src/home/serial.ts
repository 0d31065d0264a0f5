/** Runs tasks one after the other, in the order in which they came; a task that fails holds nobody up. */
export type Serial = <Value>(task: () => Promise<Value>) => Promise<Value>

export function serialQueue(): Serial {
  let last: Promise<unknown> = Promise.resolve()
  return task => {
    const result = last.then(task)
    last = result.catch(() => {})
    return result
  }
}
