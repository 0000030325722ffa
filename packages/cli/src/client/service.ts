import { createNeuron, type Neuron, type NeuronOptions } from "@neuron/sdk";
import { type Command, Option } from "commander";
import { UsageError } from "./usage-error.js";

export interface ServiceOptions {
  readonly url: string;
  readonly key?: string;
}

export const DEFAULT_URL = "http://127.0.0.1:4000";

/** Which service, for commands that are a client of one. */
export const addService = (command: Command): Command =>
  command
    .addOption(new Option("--url <url>", "address of the service").env("NEURON_URL").default(DEFAULT_URL))
    .addOption(
      new Option("--key <key>", "API key (better in the variable, since others see the flags)").env(
        "NEURON_KEY",
      ),
    );

export const connect = ({ url, key }: ServiceOptions, more: NeuronOptions = {}): Neuron =>
  createNeuron({ url: addressOf(url), key, ...more });

/** `localhost:4000` is what people write. */
export const addressOf = (given: string): string => {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`);
    if (url.protocol === "http:" || url.protocol === "https:") return url.href.replace(/\/+$/, "");
  } catch {
    // Told of below.
  }
  throw new UsageError(`${JSON.stringify(given)} is no address of a service, such as ${DEFAULT_URL}.`);
};
