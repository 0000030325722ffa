const {
  createHook,
  executionAsyncId,
  triggerAsyncId,
  executionAsyncResource,
  AsyncResource,
} = require("async_hooks");
const { writeSync } = require("fs");

const ids = new Map();
const destroyed = [];
const number = (id) => {
  if (!ids.has(id)) ids.set(id, ids.size);
  return ids.get(id);
};
console.log(executionAsyncId(), triggerAsyncId(), executionAsyncResource());
const hook = createHook({
  init: (id, type, trigger) => writeSync(1, `init ${type} ${number(id)} by ${number(trigger)}\n`),
  before: (id) => writeSync(1, `before ${number(id)}\n`),
  after: (id) => writeSync(1, `after ${number(id)}\n`),
  destroy: (id) => destroyed.push(number(id)),
  promiseResolve: (id) => writeSync(1, `resolve ${number(id)}\n`),
}).enable();
setTimeout(() => {
  Promise.resolve(1).then(() => writeSync(1, "then\n"));
  const resource = new AsyncResource("Own");
  resource.runInAsyncScope(() =>
    writeSync(1, `in scope ${number(executionAsyncId())} ${number(triggerAsyncId())}\n`),
  );
  resource.emitDestroy();
  setImmediate(() => hook.disable());
}, 30);
process.nextTick(() => writeSync(1, "tick\n"));
process.on("exit", () => console.log("destroyed", destroyed.sort()));
