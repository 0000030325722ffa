const http = require("http");

const server = http.createServer(async (request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/redirect") return response.writeHead(302, { location: "/json" }).end();
  if (pathname === "/slow") return;
  if (pathname === "/stream") {
    for (let n = 0; n < 5; n++) response.write(`part ${n}\n`);
    return response.end();
  }
  let body = "";
  for await (const part of request) body += part;
  response.writeHead(pathname === "/json" ? 200 : 500, {
    "content-type": "application/json",
    "set-cookie": ["a=1", "b=2"],
  });
  response.end(
    JSON.stringify({
      method: request.method,
      body,
      type: request.headers["content-type"],
      agent: request.headers["user-agent"],
    }),
  );
});

server.listen(0, "127.0.0.1", async () => {
  const base = `http://127.0.0.1:${server.address().port}`;
  const response = await fetch(`${base}/json`, {
    method: "POST",
    body: JSON.stringify({ a: "ü" }),
    headers: { "Content-Type": "text/x" },
  });
  console.log(
    response.status,
    response.ok,
    response.headers.get("content-type"),
    response.headers.getSetCookie(),
    await response.json(),
    response.bodyUsed,
  );
  const redirected = await fetch(`${base}/redirect`);
  console.log(redirected.redirected, new URL(redirected.url).pathname, (await redirected.json()).method);
  const failed = await fetch(
    new Request(`${base}/other`, { method: "PUT", body: new URLSearchParams({ x: "1 2" }) }),
  );
  console.log(failed.status, failed.statusText, await failed.text());
  let text = "";
  for await (const chunk of (await fetch(`${base}/stream`)).body.pipeThrough(new TextDecoderStream()))
    text += chunk;
  console.log(text);
  console.log(
    await fetch(`${base}/slow`, { signal: AbortSignal.timeout(20) }).catch(({ name, message }) => [
      name,
      message,
    ]),
  );
  server.closeAllConnections();
  server.close();
  console.log(await fetch("http://127.0.0.1:1/").catch(({ message, cause }) => [message, cause.message]));
  const { port } = await new Promise((resolve) => {
    const closed = http.createServer().listen(0, "127.0.0.1", () => {
      const address = closed.address();
      closed.close(() => resolve(address));
    });
  });
  console.log(
    await fetch(`http://127.0.0.1:${port}`).catch(({ message, cause }) => [
      message,
      cause.code,
      cause.syscall,
    ]),
  );
  console.log(await fetch("nonsense").catch(({ name, message, cause }) => [name, message, cause.code]));
  console.log(
    await fetch("data:text/plain;base64,aGVsbG8=").then((answer) => answer.text()),
    await fetch("data:,a%20b").then((answer) => answer.blob()),
  );
});
