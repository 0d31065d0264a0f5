/** How long something is tried again for a better median, in milliseconds, and how often at most. */
const budget = 300
const samplesMax = 25
const samplesMin = 3
/** Runs that do not count, so that the compiler has seen the code; nothing long is run for it. */
const warmUpsMax = 2
/** What takes longer than this is tried once. */
const patience = 1_500

export interface Sample {
  /** Milliseconds. */
  readonly median: number
  /** Milliseconds of processor time, other threads' included: what a busy machine does not change much. */
  readonly processor: number
  readonly samples: number
}

/** The median time of an action; `prepare` runs before each and does not count. */
export async function sample<Input, Output>(
  prepare: () => Input | Promise<Input>,
  action: (input: Input) => Output | Promise<Output>,
): Promise<Sample & { readonly last: Output }> {
  const times: number[] = []
  const processorTimes: number[] = []
  let spent = 0
  let warmUps = warmUpsMax
  for (;;) {
    const input = await prepare()
    const start = performance.now()
    const before = process.cpuUsage()
    const last = await action(input)
    const time = performance.now() - start
    if (time < budget && warmUps-- > 0) continue
    const { user, system } = process.cpuUsage(before)
    processorTimes.push((user + system) / 1_000)
    times.push(time)
    spent += time
    const enough = times.length >= samplesMin && (spent > budget || times.length >= samplesMax)
    if (enough || time > patience) {
      return { median: median(times), processor: median(processorTimes), samples: times.length, last }
    }
  }
}

function median(times: readonly number[]): number {
  const sorted = times.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
