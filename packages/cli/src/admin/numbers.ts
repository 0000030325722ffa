import { InvalidArgumentError } from "commander";

export const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** The service checks the range. */
export const numberOrDefault = (text: string): number | "default" => {
  if (text === "default") return text;
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('It must be a number, or "default".');
};

/** On the wire null is what holds for all. */
export const orNull = (value: number | "default" | undefined): number | null | undefined =>
  value === "default" ? null : value;
