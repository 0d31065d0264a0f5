import type { ComponentChildren, JSX } from "preact"
import { AccountDigits, ReadAloud } from "../src/features/linking/digits.tsx"
import { QrCode } from "../src/features/linking/qr-code.tsx"
import { Avatar } from "../src/ui/avatar.tsx"
import { Field } from "../src/ui/field.tsx"
import { Icon, iconNames } from "../src/ui/icons.tsx"
import { Letter, Mark } from "../src/ui/mark.tsx"
import { Choices } from "../src/ui/primitives/choices.tsx"
import { Progress } from "../src/ui/primitives/progress.tsx"
import { Switch } from "../src/ui/primitives/switch.tsx"
import { ana, arab, bob, chinese, emoji, eve, long } from "./people.ts"

const nothing = () => {}
const filler =
  "Ce que l’on écrit ici est scellé avant de quitter cet appareil, et ne s’ouvre que chez ses lecteurs."

/** The small parts, each in every state. */
export function Components(): JSX.Element {
  return (
    <main class="gallery">
      <h1>Colombe</h1>
      <Marks />
      <Buttons />
      <Fields />
      <Specimen title="Switches and choices">
        <Switch name="on" label="On" help={filler} on onSwitch={nothing} />
        <Switch name="off" label="Off" help="Help" on={false} onSwitch={nothing} />
        <Switch name="wait" label="Not known yet" help="Help" on={false} disabled onSwitch={nothing} />
        <Choices name="two" label="Two" chosen="a" choices={choicesOf("a", "b")} onChoose={nothing} />
        <Choices
          name="four"
          label="Four"
          help={filler}
          chosen="c"
          choices={choicesOf("a", "b", "c", "d")}
          onChoose={nothing}
        />
      </Specimen>
      <Specimen title="Progress, chips and badges">
        <Progress label="Nothing yet" value={0} />
        <Progress label="Two thirds" value={0.66} />
        <Progress label="Going on" value={undefined} />
        <p class="row">
          <span class="chip">Connexion…</span>
          <span class="chip chip-offline">Hors ligne, nouvel essai dans 9 s</span>
          <span class="badge">3</span>
          <span class="badge">999+</span>
          <span class="badge badge-request">Demande</span>
          <span class="badge badge-dot" />
        </p>
      </Specimen>
      <Specimen title="What one screen says to another">
        <QrCode text="colombe:link#AAAA" label="A code" />
        <ReadAloud name="code">7H2K-9QXA</ReadAloud>
        <AccountDigits groups={["10007", "17418", "24829", "32240", "39651", "47062"]} />
      </Specimen>
    </main>
  )
}

function Specimen({ title, children }: { title: string; children: ComponentChildren }): JSX.Element {
  return (
    <section class="specimen">
      <h2>{title}</h2>
      {children}
    </section>
  )
}

const choicesOf = (...values: readonly string[]) =>
  values.map(value => ({ value, label: value === "a" ? "Automatique" : `Choix ${value}` }))

function Marks(): JSX.Element {
  return (
    <>
      <Specimen title="Marks">
        <p class="row">
          {[16, 24, 32, 64].map(size => (
            <Mark key={size} size={size} />
          ))}
          <Letter />
        </p>
      </Specimen>
      <Specimen title="People and groups">
        <p class="row">
          {[ana, bob, eve, arab, chinese, emoji, long].map(({ account, displayName }) => (
            <Avatar key={account} id={account} name={displayName} />
          ))}
          <Avatar id="group" name="Délégation de Lisbonne" kind="group" />
          <Avatar id="small" name="Voisins" kind="group" small />
          <Avatar id="bob" name="Bob" small />
        </p>
      </Specimen>
      <Specimen title="Icons">
        <p class="row">
          {iconNames.map(name => (
            <Icon key={name} name={name} />
          ))}
        </p>
      </Specimen>
    </>
  )
}

function Buttons(): JSX.Element {
  return (
    <Specimen title="Buttons">
      <p class="row">
        <button type="button">Plain</button>
        <button type="button" class="primary">
          Primary
        </button>
        <button type="button" class="quiet">
          Quiet
        </button>
        <button type="button" class="dangerous">
          Dangerous
        </button>
        <button type="button" disabled>
          Plain, at rest
        </button>
        <button type="button" class="primary" disabled>
          Primary, at rest
        </button>
        <button type="button" class="quiet square" aria-label="Square">
          <Icon name="pen" />
        </button>
      </p>
      <button type="button" class="wide">
        Wide, with a sentence that is longer than most buttons ever have to be
      </button>
    </Specimen>
  )
}

function Fields(): JSX.Element {
  return (
    <Specimen title="Fields">
      <Field name="empty" label="Empty" value="" onValue={nothing} help={filler} />
      <Field name="good" label="Good" value="ana" onValue={nothing} help="ana@localhost est libre." isGood />
      <Field name="wrong" label="Wrong" value="bob" onValue={nothing} problem={filler} />
      <Field name="lines" label="Several lines" value={filler} onValue={nothing} lines={3} />
      <Field
        name="after"
        label="With a button"
        value="العربية"
        onValue={nothing}
        after={<button type="button">Enregistrer</button>}
      />
    </Specimen>
  )
}
