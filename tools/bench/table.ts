/** A Markdown table; columns that hold figures alone stand to the right. */
export function markdownTable(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeCell).join(" | ")} |`
  const rules = heads.map((_, column) => (rows.every(row => isFigure(row[column])) ? "---:" : "---"))
  return [line(heads), `| ${rules.join(" | ")} |`, ...rows.map(line)].join("\n")
}

const isFigure = (cell: string | undefined): boolean => /^(–|[\d,.]+)$/.test(cell ?? "")

const escapeCell = (cell: string): string => cell.replaceAll("|", "\\|").replaceAll("\n", " ")

/** Three significant digits, thousands set apart; what was not measured is a dash. */
export function figure(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "–"
  if (value < 99.95) return value.toPrecision(3)
  return `${Math.round(value)}`.replace(/\B(?=(\d{3})+$)/g, ",")
}
