import type { Metric, Registry } from "prom-client";

/** A histogram that somebody else counts. Bounds in seconds; one count more than bounds, for what is beyond the last. */
export interface Buckets {
  readonly labels: Readonly<Record<string, string>>;
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  readonly sum: number;
}

/** prom-client's own histograms can only be observed; this one shows what `read` gives. */
export const addBucketMetric = (
  registry: Registry,
  name: string,
  help: string,
  read: () => readonly Buckets[],
): void => {
  const metric = {
    name,
    get: async () => ({ name, help, type: "histogram", aggregator: "sum", values: read().flatMap(valuesOf) }),
    reset: () => undefined,
  };

  const valuesOf = ({ labels, bounds, counts, sum }: Buckets) => {
    let total = 0;
    const buckets = counts.map((count, at) => {
      total += count;
      return {
        metricName: `${name}_bucket`,
        labels: { ...labels, le: at < bounds.length ? String(bounds[at]) : "+Inf" },
        value: total,
      };
    });
    return [
      ...buckets,
      { metricName: `${name}_sum`, labels, value: sum },
      { metricName: `${name}_count`, labels, value: total },
    ];
  };

  registry.registerMetric(metric as unknown as Metric);
};
