const PREFIX = "{neuron}:";

/** Keys that stay when nothing is queued or running: results and their order, counters, what workers say of themselves. */
const MAY_STAY =
  /^(exec:|index:|accounts$|account:|keys:|key:|signedUp$|signUps:|rate:|kept$|keptBytes$|dead$|outcomes$|pace$|vtime$|tenant:|idempotent:|grant:|finished:|latency:|workers$|incarnations$|worker:|sweptAt$|graceUntil$|claim:|waiting:|judge0)/;

/**
 * What of the queue is left in Redis though nothing is queued or running, as a list of complaints.
 * @param {Awaited<ReturnType<Awaited<ReturnType<typeof import("./instance.mjs").createInstance>>["redis"]>>} redis
 * @param {{ stopped: boolean }} options `stopped`: no worker may be known either.
 */
export const queueLeftovers = async (redis, { stopped }) => {
  const complaints = [];
  const keys = await redis.keys("*");
  const workers = await redis.sMembers(`${PREFIX}workers`);
  for (const key of keys) {
    if (!key.startsWith(PREFIX)) complaints.push(`a key outside of the prefix: ${key}`);
    const name = key.slice(PREFIX.length);
    if (name === "heldBytes") {
      const bytes = await redis.get(key);
      if (bytes !== "0") complaints.push(`heldBytes is ${bytes}`);
    } else if (name === "sessions") {
      complaints.push(`sessions are counted: ${JSON.stringify(await redis.hGetAll(key))}`);
    } else if (name === "room" || name === "languages") {
      for (const worker of await redis.hKeys(key))
        if (!workers.includes(worker)) complaints.push(`${name} of ${worker}, which is not there any more`);
    } else if (!MAY_STAY.test(name)) complaints.push(`left: ${name} (${await redis.type(key)})`);
    else if (
      /^(exec|claim|waiting|worker|finished|latency|idempotent|grant|signUps|rate|judge0):/.test(name) &&
      (await redis.pTTL(key)) === -1
    )
      complaints.push(`without an end: ${name}`);
    else if (stopped && /^(workers|incarnations|claim:|worker:)/.test(name)) complaints.push(`left: ${name}`);
  }
  const results = keys.filter((key) => key.startsWith(`${PREFIX}exec:`)).length;
  const kept = await redis.zCard(`${PREFIX}kept`);
  if (results !== kept) complaints.push(`${results} results, of which ${kept} have an end`);
  const submissions = keys.filter((key) => key.startsWith(`${PREFIX}judge0:`)).length;
  const submissionsKept = await redis.zCard(`${PREFIX}judge0-kept`);
  if (submissions !== submissionsKept)
    complaints.push(`${submissions} submissions, of which ${submissionsKept} have an end`);
  return complaints;
};

/** Finished ones, as the settling scripts counted them. */
export const countedOutcomes = async (/** @type {any} */ redis) => {
  const counts = await redis.hGetAll(`${PREFIX}outcomes`);
  return Object.values(counts).reduce((sum, count) => sum + Number(count), 0);
};
