import { serveStdio } from "@neuron/mcp";
import { Command } from "commander";
import { untilInterrupt } from "../client/interrupt.js";
import { addService, connect, type ServiceOptions } from "../client/service.js";
import { VERSION } from "../version.js";

const HELP = `
For agents that start their tools themselves; a running service also answers on /mcp. As most of them are told:
  { "mcpServers": { "neuron": { "command": "neuron", "args": ["mcp", "--url", "http://127.0.0.1:4000"] } } }
`;

export const mcpCommand = (): Command =>
  addService(new Command("mcp"))
    .description("serve the Model Context Protocol on stdin and stdout: tools that run code on a service")
    .addHelpText("after", HELP)
    .action(async (options: ServiceOptions) => {
      const interrupt = untilInterrupt();
      await serveStdio(connect(options), VERSION, interrupt.signal);
      process.exit(0);
    });
