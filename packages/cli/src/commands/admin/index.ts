import { Command } from "commander";
import { creditsCommand } from "./credits.js";
import { deadLettersCommand } from "./dead-letters.js";
import { keyCommand } from "./key.js";
import { keysCommand } from "./keys.js";
import { poolCommand } from "./pool.js";
import { tenantsCommand } from "./tenants.js";
import { workersCommand } from "./workers.js";

export const adminCommand = (): Command =>
  new Command("admin")
    .description("look after a running service: tenants, keys, credits, workers, dead letters")
    .addCommand(keyCommand())
    .addCommand(tenantsCommand())
    .addCommand(keysCommand())
    .addCommand(creditsCommand())
    .addCommand(workersCommand())
    .addCommand(poolCommand())
    .addCommand(deadLettersCommand());
