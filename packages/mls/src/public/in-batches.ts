/** Operations under way at once: enough that no core waits for the next one, few enough to hold in memory. */
const batchSize = 64

/**
 * What `work` gives for each item, in order. The platform's operations each wait for a job of its own; a batch waits
 * once. Stops after the first batch in which something `isFailure`: what follows is missing from the answer.
 */
export async function inBatches<Item, Output>(
  items: readonly Item[],
  work: (item: Item) => Promise<Output>,
  isFailure: (output: Output) => boolean,
): Promise<readonly Output[]> {
  const outputs: Output[] = []
  for (let start = 0; start < items.length; start += batchSize) {
    const batch = await Promise.all(items.slice(start, start + batchSize).map(work))
    outputs.push(...batch)
    if (batch.some(isFailure)) break
  }
  return outputs
}
