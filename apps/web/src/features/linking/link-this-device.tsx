import type { Linking } from "@colombe/client"
import { phrase } from "@colombe/phrases"
import type { JSX } from "preact"
import { useEffect, useState } from "preact/hooks"
import { locale, text } from "../../i18n/index.ts"
import { client, linking } from "../../state/app.ts"
import { Mark } from "../../ui/mark.tsx"
import { deviceName } from "./device-name.ts"
import { AccountDigits, ReadAloud } from "./digits.tsx"
import { QrCode } from "./qr-code.tsx"
import { ScanCode } from "./scan-code.tsx"

/** What a device of the account draws begins with it (spec G9). */
const drawnPrefix = "colombe:device#"

/** The door for somebody who has an account: this device shows a code, and asks before it becomes anybody's. */
export function LinkThisDevice({ onBack }: { onBack: () => void }): JSX.Element {
  const [code, setCode] = useState<string | undefined>(undefined)
  const [isStarting, setIsStarting] = useState(true)
  /** With the code of the other screen, where it was read. */
  const start = async (read?: string) => {
    setCode(undefined)
    setIsStarting(true)
    const started = await client.startLinking({
      server: location.origin,
      name: deviceName(navigator.userAgent),
      ...(read === undefined ? {} : { code: read }),
    })
    if (!started.ok) setCode(started.code)
    setIsStarting(false)
  }
  useEffect(() => {
    void start()
  }, [])
  // What is said of the linking before this one is over.
  const now = isStarting ? beginning : linking.value
  const problem = code ?? (now.at === "ended" ? now.code : undefined)
  return (
    <main class="sheet">
      <Mark size={56} />
      <h1>{text("link.title")}</h1>
      {problem === undefined ? (
        <Step linking={now} onRead={read => void start(read)} />
      ) : (
        <>
          <p class="problem" role="alert">
            {phrase(problem, locale.value)}
          </p>
          <button type="button" class="primary wide" onClick={() => void start()}>
            {text("link.again")}
          </button>
        </>
      )}
      <button
        type="button"
        class="quiet"
        onClick={() => {
          void client.cancelLinking()
          onBack()
        }}
      >
        {text("link.back")}
      </button>
    </main>
  )
}

const beginning: Linking = { at: "idle" }

interface StepProps {
  readonly linking: Linking
  readonly onRead: (code: string) => void
}

function Step({ linking: now, onRead }: StepProps): JSX.Element {
  switch (now.at) {
    case "showing":
      return (
        <ScanCode
          prefix={drawnPrefix}
          label={text("link.scan")}
          hint={text("link.scan.hint")}
          onRead={onRead}
        >
          <p class="lead">{text("link.showing")}</p>
          <QrCode text={now.qr} label={text("link.qr")} />
          <ReadAloud name="link-code">{now.typed}</ReadAloud>
          <p class="help centred">{text("link.tenMinutes")}</p>
        </ScanCode>
      )
    case "showing-digits":
      return (
        <>
          <p class="lead">{text("link.digits")}</p>
          <ReadAloud name="link-digits">{now.digits}</ReadAloud>
        </>
      )
    case "asking-account":
      return (
        <>
          <p class="lead">{text("link.account")}</p>
          <p class="account-asked">
            <bdi>{now.address}</bdi>
          </p>
          <AccountDigits groups={now.safety} />
          <p class="help">{text("link.account.help")}</p>
          <div class="row">
            <button type="button" onClick={() => void client.confirmAccount(false)}>
              {text("link.account.no")}
            </button>
            <button type="button" class="primary" onClick={() => void client.confirmAccount(true)}>
              {text("link.account.yes")}
            </button>
          </div>
        </>
      )
    case "waiting":
      return (
        <p class="lead" role="status">
          {text("link.waiting")}
        </p>
      )
    default:
      return (
        <p class="lead" role="status">
          {text(now.at === "finishing" || now.at === "linked" ? "link.finishing" : "link.preparing")}
        </p>
      )
  }
}
