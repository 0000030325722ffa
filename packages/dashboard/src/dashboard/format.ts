/** Figures of the dashboard as people read them. */

export const formatCount = (count: number): string => Math.round(count).toLocaleString("en");

/** How many a second. */
export const formatRate = (rate: number): string => (rate < 10 ? rate.toFixed(1) : formatCount(rate));

export const formatAge = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
  return `${Math.floor(seconds / 86_400)} d ${Math.floor((seconds % 86_400) / 3600)} h`;
};

/** By this machine's clock, which may not be the service's: never in the future. */
export const formatAgo = (timestamp: string): string => {
  const ms = Date.now() - Date.parse(timestamp);
  return ms < 1500 ? "just now" : `${formatAge(ms)} ago`;
};

/** A worker's name, without what changes with each start. */
export const workerName = (id: string): string => id.split(":", 1)[0] ?? id;

export const formatShare = (part: number, whole: number): string =>
  whole === 0 ? "0 %" : `${Math.round((100 * part) / whole)} %`;
