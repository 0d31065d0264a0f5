/** Where the focus begins on a page or in a dialog: the field that asks for it. */
export function focusFirst(within: ParentNode | null): void {
  const field = within?.querySelector("[data-autofocus]")
  if (field instanceof HTMLElement) field.focus()
}
