import {
  AddressError,
  CompositionError,
  ConfigError,
  DataDirInUseError,
  ImageError,
  LanguageError,
} from "@neuron/server";
import { AdminError } from "./admin/admin-error.js";

const FOR_USERS = [
  AddressError,
  AdminError,
  CompositionError,
  ConfigError,
  DataDirInUseError,
  ImageError,
  LanguageError,
];

/** A message that tells the user what to do; a stack only where the fault is ours. */
export const explainFailure = (error: unknown): string => {
  if (FOR_USERS.some((type) => error instanceof type)) return `neuron: ${(error as Error).message}`;
  return error instanceof Error ? `neuron: unexpected failure\n${error.stack}` : `neuron: ${String(error)}`;
};
