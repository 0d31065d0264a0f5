import { Device, type DevicePorts } from "./device.ts"

/** Somebody with devices of one account. */
export class Person {
  readonly name: string
  readonly devices: Device[] = []
  readonly #ports: DevicePorts
  /** Set once registered, from then on the same for ever. */
  account: string | undefined
  /** The 24 words, once they were shown. */
  words: string | undefined

  constructor(name: string, ports: DevicePorts) {
    this.name = name
    this.#ports = ports
  }

  /** One more, which belongs to nobody yet. */
  newDevice(): Device {
    const device = new Device(`${this.name}/${this.devices.length + 1}`, this.#ports)
    this.devices.push(device)
    return device
  }

  get first(): Device {
    const [first] = this.devices
    if (first === undefined) throw new Error(`${this.name} has no device`)
    return first
  }

  /** Those of the account, whether they run or not. */
  get inAccount(): readonly Device[] {
    return this.devices.filter(({ standing }) => standing === "in")
  }
}
