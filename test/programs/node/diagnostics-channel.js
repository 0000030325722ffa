const channels = require("diagnostics_channel");
const { AsyncLocalStorage } = require("async_hooks");
const http = require("http");

const channel = channels.channel("own");
const listener = (message, name) => console.log(name, message);
console.log(channel.hasSubscribers, channels.hasSubscribers("own"), channel === channels.channel("own"));
channels.subscribe("own", listener);
channel.publish({ a: 1 });
console.log(channels.unsubscribe("own", listener), channels.unsubscribe("own", listener), channel);
process.once("uncaughtException", (error) => console.log("uncaught", error.message));
channel.subscribe(() => {
  throw new Error("in a subscriber");
});
channel.publish("still goes on");
const storage = new AsyncLocalStorage();
channels.channel("store").bindStore(storage, (data) => ({ data }));
channels.channel("store").runStores("x", () => console.log(storage.getStore()));
const tracing = channels.tracingChannel("work");
tracing.subscribe({
  start: ({ id }) => console.log("start", id),
  end: ({ result }) => console.log("end", result),
  asyncStart: ({ result }) => console.log("async start", result),
  asyncEnd: () => console.log("async end"),
  error: ({ error }) => console.log("error", error.message),
});
console.log(tracing.traceSync((n) => n * 2, { id: 1 }, null, 21));
try {
  tracing.traceSync(
    () => {
      throw new Error("traced");
    },
    { id: 2 },
  );
} catch (error) {
  console.log("thrown", error.message);
}
tracing.tracePromise(async () => "promised", { id: 3 }).then(console.log);
channels.subscribe("http.client.request.start", ({ request }) =>
  console.log("request", request.method, request.path),
);
channels.subscribe("http.server.request.start", ({ request }) => console.log("server", request.url));
const server = http
  .createServer((_, response) => response.end("ok"))
  .listen(0, "127.0.0.1", () => {
    http.get(
      { port: server.address().port, host: "127.0.0.1", path: "/traced", agent: false },
      (response) => {
        response.resume().on("end", () => server.close());
      },
    );
  });
