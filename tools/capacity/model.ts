/** What was measured, as docs/benchmarks.md had it on 2026-11-24; newer figures are written here by hand. */
export const measured = {
  /** `npm run bench -- smoke`, socket to socket, 400 under way: all threads of the server, one sender and one reader. */
  microsecondsPerMessage: 203,
  /** The same: by how much the database grew, index and hashes included. */
  storedBytesPerMessage: 894,
  /** Processors of the machine that this was measured on, and its memory. */
  machineCores: 2,
  machineGibibytes: 24,
  /** `connectionsMax` of the server's public limits. */
  connectionsPerServer: 20_000,
} as const

/** What is not measured here. Each can be another on the command line: `--messages=60`. */
export const assumptions = {
  /** Of the people of a month, how many come on one day. */
  dailyShare: 0.5,
  /** Messages that one of them sends on a day, edits and reactions included. */
  messages: 40,
  /** Devices that get each message besides the first: other people of groups, other devices of both sides. */
  furtherDevices: 4,
  /** Microseconds for each of those: the aim of `bench -- crowd`, 150,000 deliveries a second and core. */
  microsecondsPerDelivery: 6.7,
  /** Read positions for each message: whoever reads a stretch says so once. */
  readsPerMessage: 0.3,
  /** The busiest hour against the average one. */
  peak: 4,
  /** Of a processor, how much is planned for at the peak. */
  load: 0.5,
  devicesPerPerson: 1.6,
  /** Of the devices of a day, how many hold a connection at the peak. */
  connectedShare: 0.35,
  /** Memory of one connection: twice the aim. */
  connectionBytes: 8_192,
  /** Bytes of one message on the wire: the second padded size, and what the frame adds. */
  wireBytesPerMessage: 750,
  /** Files that one person of a day sends, bytes of one, and how often one is fetched. */
  files: 1.5,
  fileBytes: 300_000,
  fetchesPerFile: 4,
  /** Days for which everything is kept. */
  keepDays: 365,
  /** Times that everything is stored: the disk and two backups. */
  copies: 3,
  /** Prices of a rented machine, of a GB of disk, of a GB that leaves; euros a month. */
  machinePrice: 20,
  storagePrice: 0.04,
  trafficPrice: 0.002,
} as const

export type Assumptions = { readonly [Name in keyof typeof assumptions]: number }

export interface Capacity {
  readonly people: number
  readonly messagesPerSecond: number
  readonly connections: number
  readonly cores: number
  readonly machines: number
  /** Of which limit they are a consequence. */
  readonly because: "processors" | "memory" | "connections"
  /** After the days for which everything is kept, all copies. */
  readonly storedTerabytes: number
  readonly sentTerabytesPerMonth: number
  readonly eurosPerMonth: number
  readonly centsPerPerson: number
}

const daySeconds = 86_400
const monthDays = 30
const gibibyte = 1024 ** 3

/** What so many people of a month take, at the peak of a day. */
export function capacityOf(people: number, given: Assumptions): Capacity {
  const daily = people * given.dailyShare
  const messagesPerDay = daily * given.messages
  const messagesPerSecond = (messagesPerDay / daySeconds) * given.peak
  const microseconds =
    measured.microsecondsPerMessage * (1 + given.readsPerMessage) +
    given.furtherDevices * given.microsecondsPerDelivery
  const cores = (messagesPerSecond * microseconds) / 1e6 / given.load
  const connections = daily * given.devicesPerPerson * given.connectedShare
  const limits = {
    processors: cores / measured.machineCores,
    memory: (connections * given.connectionBytes) / ((measured.machineGibibytes * gibibyte) / 2),
    connections: connections / measured.connectionsPerServer,
  }
  const names = ["processors", "memory", "connections"] as const
  const because = names.reduce((most, name) => (limits[name] > limits[most] ? name : most))
  const machines = Math.max(1, Math.ceil(limits[because]))
  const fileBytesPerDay = daily * given.files * given.fileBytes
  const storedPerDay = messagesPerDay * measured.storedBytesPerMessage + fileBytesPerDay
  const storedTerabytes = (storedPerDay * given.keepDays * given.copies) / 1e12
  const delivered = messagesPerDay * (1 + given.furtherDevices) * given.wireBytesPerMessage
  const sentTerabytesPerMonth = ((delivered + fileBytesPerDay * given.fetchesPerFile) * monthDays) / 1e12
  const eurosPerMonth =
    machines * given.machinePrice +
    storedTerabytes * 1_000 * given.storagePrice +
    sentTerabytesPerMonth * 1_000 * given.trafficPrice
  return {
    people,
    messagesPerSecond,
    connections,
    cores,
    machines,
    because,
    storedTerabytes,
    sentTerabytesPerMonth,
    eurosPerMonth,
    centsPerPerson: (eurosPerMonth / people) * 100,
  }
}
