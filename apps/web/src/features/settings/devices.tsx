import type { DeviceSummary } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, shortWhen, text } from "../../i18n/index.ts"
import { client, devicesChanged } from "../../state/app.ts"
import { Icon } from "../../ui/icons.tsx"
import { AcceptLink } from "./accept-link.tsx"
import { SignOut } from "./sign-out.tsx"

/** One's own devices: which there are, one more, one less. */
export function Devices(): JSX.Element {
  const [devices, setDevices] = useState<readonly DeviceSummary[]>([])
  const [code, setCode] = useState<string | undefined>(undefined)
  /** They stay marked while they are looked at. */
  const [unseen, setUnseen] = useState<ReadonlySet<string>>(new Set())
  const look = async () => {
    const now = await client.devices()
    setDevices(now)
    const came = now.filter(({ isUnseen }) => isUnseen).map(({ device }) => device)
    if (came.length === 0) return
    setUnseen(before => new Set([...before, ...came]))
    await client.devicesSeen()
  }
  useEffect(() => {
    void look()
  }, [devicesChanged.value])
  return (
    <>
      <p class="lead">{text("devices.lead", { count: devices.length })}</p>
      {code === undefined ? null : (
        <p class="problem" role="alert">
          {phrase(code, locale.value)}
        </p>
      )}
      <ul class="members">
        {devices.map(device => (
          <Row key={device.device} device={device} isUnseen={unseen.has(device.device)} onFailed={setCode} />
        ))}
      </ul>
      <AcceptLink />
      <SignOut />
    </>
  )
}

function Row({
  device,
  isUnseen,
  onFailed,
}: {
  device: DeviceSummary
  isUnseen: boolean
  onFailed: (code: string | undefined) => void
}): JSX.Element {
  const [asked, setAsked] = useState(false)
  const [busy, setBusy] = useState(false)
  const unnamed = device.current
    ? "devices.here"
    : device.kind === "words"
      ? "devices.words"
      : "devices.unnamed"
  const name = device.name || text(unnamed)
  const remove = async (lost: boolean) => {
    setBusy(true)
    const removed = await client.removeDevice(device.device, { lost })
    setBusy(false)
    onFailed(removed.ok ? undefined : removed.code)
  }
  const seen = device.firstSeen === undefined ? "" : shortWhen(device.firstSeen, Date.now())
  return (
    <li class="member device">
      <Icon name="device" />
      <span class="self">
        <bdi>{name}</bdi>
        <small>
          {device.current
            ? device.name && text("devices.current")
            : seen && text("devices.since", { when: seen })}
        </small>
        {isUnseen ? (
          <small>
            <strong>{text("devices.unseen")}</strong>
          </small>
        ) : null}
      </span>
      {device.current ? null : asked ? (
        <span class="row">
          <button type="button" disabled={busy} onClick={() => void remove(false)}>
            {text("devices.remove.sure")}
          </button>
          <button type="button" disabled={busy} onClick={() => void remove(true)}>
            {text("devices.remove.lost")}
          </button>
        </span>
      ) : (
        <button type="button" aria-label={text("info.remove", { name })} onClick={() => setAsked(true)}>
          {text("info.remove.confirm")}
        </button>
      )}
    </li>
  )
}
