import { InvalidArgumentError } from "commander";

const UNITS_OF_TIME: Readonly<Record<string, number>> = { "": 1000, ms: 1, s: 1000, m: 60_000 };
const UNITS_OF_SIZE: Readonly<Record<string, number>> = { "": 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `2`, `2s`, `500ms`, `1m` in milliseconds. */
export const duration = (text: string): number => {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)(ms|s|m)?$/i.exec(text) ?? [];
  const factor = UNITS_OF_TIME[unit.toLowerCase()];
  if (number === undefined || factor === undefined)
    throw new InvalidArgumentError("It must be a time such as 2s, 500ms or 1m.");
  return Math.round(Number(number) * factor);
};

/** `64M`, `512k`, `1g`, or bytes. */
export const size = (text: string): number => {
  const [, number, unit = ""] = /^(\d+(?:\.\d+)?)([kmg])?i?b?$/i.exec(text) ?? [];
  const factor = UNITS_OF_SIZE[unit.toLowerCase()];
  if (number === undefined || factor === undefined)
    throw new InvalidArgumentError("It must be a size such as 64M, 512k or a number of bytes.");
  return Math.round(Number(number) * factor);
};

export const count =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };

/** For options that may be given several times. */
export const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

export const showBytes = (bytes: number): string =>
  bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

export const showMs = (ms: number): string =>
  ms < 10 ? `${ms.toFixed(1)} ms` : ms < 10_000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
