const http = require("http");

const server = http.createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    const body = Buffer.concat(parts).toString();
    if (request.url === "/missing") {
      response.writeHead(404, "Nothing Here", { "x-own": ["a", "b"] });
      return response.end();
    }
    if (request.url === "/broken") return request.socket.destroy();
    response.setHeader("content-type", "application/json; charset=utf-8");
    response.removeHeader("date");
    response.sendDate = false;
    response.write(
      JSON.stringify({
        method: request.method,
        url: request.url,
        body,
        agent: request.headers["user-agent"] ?? null,
      }),
    );
    response.end("\n");
  });
});
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });

function call(path, { body, ...options } = {}) {
  return new Promise((resolve, reject) => {
    const request = http.request(
      { port: server.address().port, host: "127.0.0.1", path, agent, ...options },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (part) => (text += part));
        response.on("end", () => {
          const { date, ...headers } = response.headers;
          resolve([
            response.statusCode,
            response.statusMessage,
            headers,
            text,
            typeof date,
            request.reusedSocket,
          ]);
        });
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

server.listen(0, "127.0.0.1", async () => {
  console.log(await call("/a?b=c%20d"));
  console.log(
    await call("/post", { method: "POST", body: "grüße ".repeat(5), headers: { "User-Agent": "own" } }),
  );
  console.log(await call("/missing"));
  console.log(
    await call("/big", { method: "PUT", body: "x".repeat(200_000) }).then(([status, , , text]) => [
      status,
      text.length,
    ]),
  );
  console.log(await call("/broken", { agent: false }).catch(({ code, message }) => [code, message]));
  console.log(http.STATUS_CODES[418], http.METHODS.length, server.listening, http.maxHeaderSize);
  for (const bad of [
    () => http.request({ path: "/a b" }),
    () => http.get("ftp://x/"),
    () => new http.OutgoingMessage().setHeader("a b", 1),
  ]) {
    try {
      bad();
    } catch ({ code, message }) {
      console.log(code, message);
    }
  }
  agent.destroy();
  const { port } = server.address();
  server.close(() => {
    http
      .get({ port, host: "127.0.0.1" })
      .on("error", ({ code, syscall, address }) => console.log("closed", code, syscall, address));
  });
  server.closeAllConnections();
});
