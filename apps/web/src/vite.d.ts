declare module "*?worker&url" {
  const url: string
  export default url
}
declare module "*.css" {}
interface ImportMeta {
  readonly env: { readonly DEV: boolean }
}

/** Of the project, as its manifest has it. */
declare const __VERSION__: string
