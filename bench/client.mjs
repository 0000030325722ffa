import { connect } from "node:net";

/**
 * HTTP/1.1 over one connection of its own, kept alive: as little as it takes, so that what is measured is the service
 * and not the client. One request at a time.
 */
export class Connection {
  #socket;
  #received = Buffer.alloc(0);
  #waiting = null;
  #failed = null;

  /** Resolves when connected. @param {URL} url */
  static async open(url) {
    const connection = new Connection(url);
    await connection.#connected;
    return connection;
  }

  #connected;

  constructor(url) {
    this.#socket = connect({ host: url.hostname.replace(/^\[|\]$/g, ""), port: Number(url.port || 80) });
    this.#socket.setNoDelay(true);
    this.#connected = new Promise((resolve, reject) => {
      this.#socket.once("connect", resolve);
      this.#socket.once("error", reject);
    });
    this.#socket.on("data", (chunk) => this.#receive(chunk));
    this.#socket.on("error", (error) => this.#fail(error));
    this.#socket.on("close", () => this.#fail(new Error("the service closed the connection")));
    this.host = url.host;
  }

  /**
   * Resolves with the whole answer. `request` as made by `post` or `get`.
   * @param {Buffer} request
   * @returns {Promise<{ status: number, body: string }>}
   */
  send(request) {
    if (this.#failed) return Promise.reject(this.#failed);
    if (this.#waiting) throw new Error("one request at a time");
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close() {
    this.#failed ??= new Error("closed");
    this.#socket.destroy();
  }

  #receive(chunk) {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd < 0) return;
    const head = this.#received.toString("latin1", 0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head);
    if (!length) {
      this.#fail(new Error(`an answer without a length: ${head}`));
      return;
    }
    const end = headEnd + 4 + Number(length[1]);
    if (this.#received.length < end) return;
    const body = this.#received.toString("utf8", headEnd + 4, end);
    this.#received = this.#received.subarray(end);
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.resolve({ status: Number(head.slice(9, 12)), body });
  }

  #fail(error) {
    this.#failed ??= error;
    this.#waiting?.reject(error);
    this.#waiting = null;
  }
}

const authorization = (key) => (key === undefined ? "" : `Authorization: Bearer ${key}\r\n`);

/** @param {URL} url @param {string} [key] API key */
export const post = (url, path, body, key) => {
  const json = JSON.stringify(body);
  const head = `POST ${path} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: application/json\r\n${authorization(key)}`;
  return Buffer.from(`${head}Content-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`);
};

/** @param {URL} url @param {string} [key] API key */
export const get = (url, path, key) =>
  Buffer.from(`GET ${path} HTTP/1.1\r\nHost: ${url.host}\r\n${authorization(key)}\r\n`);

/** The parsed answer to one GET on a connection of its own. @param {URL} url */
export const getJson = async (url, path) => {
  const connection = await Connection.open(url);
  try {
    const { status, body } = await connection.send(get(url, path));
    if (status !== 200) throw new Error(`GET ${path} gave ${status}: ${body}`);
    return JSON.parse(body);
  } finally {
    connection.close();
  }
};

/** The benchmark measures right answers only. `expected`: what was printed, or a pattern. Gives the execution. */
export const verify = ({ status, body }, expected) => {
  if (status !== 200) throw new Error(`expected a finished execution, got ${status}: ${body}`);
  const execution = JSON.parse(body);
  const printed = execution.run?.stdout ?? "";
  const right = typeof expected === "string" ? printed === expected : expected.test(printed);
  if (execution.outcome !== "accepted" || !right)
    throw new Error(`expected ${expected}, accepted; got ${body}`);
  return execution;
};

/** Sends one execution and waits for it: its time from the first byte sent to the last byte read, and the execution. */
export const execute = async (connection, request, expected) => {
  const begun = performance.now();
  const answer = await connection.send(request);
  const ms = performance.now() - begun;
  return { ms, execution: verify(answer, expected) };
};
