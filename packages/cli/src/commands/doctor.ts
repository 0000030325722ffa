import { Command } from "commander";
import { addSettings } from "../settings-options.js";

export const doctorCommand = (): Command =>
  addSettings(new Command("doctor"), "common", "queue", "worker", "image").description(
    "check what Neuron needs of this machine, and tell how to get what is missing",
  );
