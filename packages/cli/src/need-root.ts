import { CompositionError } from "@neuron/server";

/** Sandboxes are made of namespaces, mounts and cgroups, which the kernel gives to root only. */
export const needRoot = (command: string): void => {
  if (process.geteuid?.() === 0) return;
  throw new CompositionError(
    `${command} needs root, to make sandboxes. Run it again as root: sudo ${command}`,
  );
};
