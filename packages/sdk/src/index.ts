export type { Attachment, SignalName, WebSocketConstructor } from "./attach.js";
export { toBytes } from "./bytes.js";
export {
  createNeuron,
  type ListOptions,
  type Neuron,
  type NeuronOptions,
  type RunOptions,
  type SubmitOptions,
} from "./client.js";
export type { CallOptions } from "./deadline.js";
export { type ErrorCode, type LocalCode, NeuronError } from "./error.js";
export type { ExecutionEvent, StreamOptions } from "./follow.js";
export type * from "./types.js";
export type { LiveEvent } from "./watch.js";
