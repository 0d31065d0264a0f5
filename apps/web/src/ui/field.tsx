import type { ComponentChildren, JSX } from "preact"
import { useId } from "preact/hooks"

interface FieldProps {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly help?: string
  /** The help says that all is well. */
  readonly isGood?: boolean
  /** Replaces the help while it is there, and is read out. */
  readonly problem?: string | undefined
  readonly name: string
  readonly lines?: number
  readonly after?: ComponentChildren
  readonly autoFocus?: boolean
  readonly verbatim?: boolean
  /** Shown as dots. */
  readonly secret?: boolean
}

export function Field(props: FieldProps): JSX.Element {
  const id = useId()
  const shared = {
    id,
    name: props.name,
    value: props.value,
    dir: "auto" as const,
    "aria-describedby": `${id}-help`,
    "aria-invalid": props.problem !== undefined,
    autocomplete: "off" as const,
    "data-autofocus": props.autoFocus,
    ...(props.verbatim ? ({ autocapitalize: "none", spellcheck: false } as const) : {}),
    onInput: (event: { readonly currentTarget: HTMLInputElement | HTMLTextAreaElement }) =>
      props.onValue(event.currentTarget.value),
  }
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <div class="field-row">
        {props.secret === true ? (
          <input {...shared} type="password" />
        ) : props.lines === undefined ? (
          <input {...shared} />
        ) : (
          <textarea {...shared} rows={props.lines} />
        )}
        {props.after}
      </div>
      <p id={`${id}-help`} class={classOfHelp(props)} role="status">
        {props.problem ?? props.help ?? ""}
      </p>
    </div>
  )
}

function classOfHelp({ problem, isGood }: FieldProps): string {
  if (problem !== undefined) return "help problem"
  return isGood ? "help good" : "help"
}
