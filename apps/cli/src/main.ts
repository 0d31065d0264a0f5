#!/usr/bin/env bun
import type { Io } from "./io.ts"
import { lineReader } from "./line-reader.ts"
import { run } from "./run.ts"

const ended = new Promise<void>(resolve => {
  process.once("SIGTERM", () => resolve())
  process.once("SIGINT", () => resolve())
})

function writeLine(stream: NodeJS.WriteStream, line: string): Promise<void> {
  return new Promise((written, failed) =>
    stream.write(`${line}\n`, error => (error ? failed(error) : written())),
  )
}

const io: Io = {
  environment: process.env,
  print: line => writeLine(process.stdout, line),
  complain: line => writeLine(process.stderr, line),
  readInput: () => Bun.stdin.bytes(),
  readLine: lineReader(process.stdin),
  ended,
}

process.exit(await run(io, process.argv.slice(2)))
