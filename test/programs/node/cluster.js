const cluster = require("cluster");
const http = require("http");

if (cluster.isPrimary) {
  const seen = [];
  cluster.schedulingPolicy = cluster.SCHED_RR;
  const worker = cluster.fork({ ROLE: "worker" });
  worker.on("message", (message) => {
    seen.push(message);
    worker.send("leave");
  });
  cluster.on("listening", (_, { addressType }) => {
    console.log("listening", addressType, worker.id, worker.isConnected());
    worker.send("request yourself");
  });
  cluster.on("exit", (ended, code) =>
    console.log("exit", ended.id, code, seen, Object.keys(cluster.workers)),
  );
} else {
  const server = http.createServer((_, response) =>
    response.end(`worker ${cluster.worker.id} ${process.env.ROLE}`),
  );
  server.listen(0, "127.0.0.1");
  process.once("message", async () => {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/`, {
      headers: { connection: "close" },
    });
    process.once("message", () => server.close(() => process.disconnect()));
    process.send(await answer.text());
  });
}
