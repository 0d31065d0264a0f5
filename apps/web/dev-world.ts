import { readFileSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import type { Plugin } from "vite"

/**
 * For `npm run dev` alone: hands each person of the seeded world what their device holds, by the name in the address
 * (`ana.localhost`), and passes the app's connections on to the server.
 */
export function devWorld(): Plugin {
  const { COLOMBE_DEV_FOLDER: folder, COLOMBE_DEV_SERVER_PORT: port } = process.env
  return {
    name: "dev-world",
    apply: "serve",
    configureServer({ middlewares, httpServer }) {
      if (folder === undefined || port === undefined) return
      middlewares.use("/dev-world.json", (request, response) => {
        const [, handle] = /^([a-z]+)\.localhost(?::[0-9]+)?$/.exec(request.headers.host ?? "") ?? []
        response.setHeader("content-type", "application/json")
        response.end(handle === undefined ? "null" : readFileSync(join(folder, `${handle}.json`)))
      })
      httpServer?.on("upgrade", (request, socket, head) => {
        if (!request.headers["sec-websocket-protocol"]?.includes("colombe.")) return
        const server = connect(Number(port), "127.0.0.1", () => {
          const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}`)
          server.write([`GET ${request.url} HTTP/1.1`, ...headers, "", ""].join("\r\n"))
          server.write(head)
          server.pipe(socket)
          socket.pipe(server)
        })
        server.on("error", () => socket.destroy())
        socket.on("error", () => server.destroy())
      })
    },
  }
}
