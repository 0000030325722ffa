import { formatMs } from "../../parts/units.js";
import { formatCount, formatRate } from "../format.js";
import { WINDOW_SECONDS } from "../live/history.js";
import type { Model } from "../live/model.js";
import { Chart } from "./chart.js";

/** Shorter than beside the charts: an axis has little room. */
const formatAxisMs = (ms: number): string => (ms === 0 ? "0" : formatMs(ms).replace(".00 s", " s"));

/** The last five minutes. */
export const Charts = ({ model }: { readonly model: Model }) => {
  const { columns } = model.history;
  const common = { time: columns.time, windowSeconds: WINDOW_SECONDS, tick: model.stats };
  return (
    <section class="charts" aria-label="The last five minutes">
      <Chart
        {...common}
        title="Executions per second"
        format={formatRate}
        leastTop={5}
        series={[{ name: "finished", color: "--series-1", values: columns.perSecond, filled: true }]}
      />
      <Chart
        {...common}
        title="Latency"
        format={formatAxisMs}
        leastTop={10}
        series={[
          { name: "p50", color: "--series-1", values: columns.p50 },
          { name: "p95", color: "--series-2", values: columns.p95 },
          { name: "p99", color: "--series-4", values: columns.p99 },
        ]}
      />
      <Chart
        {...common}
        title="Queue depth"
        format={formatCount}
        leastTop={10}
        series={[
          { name: "waiting", color: "--series-2", values: columns.queued, filled: true },
          { name: "running", color: "--series-3", values: columns.running },
        ]}
      />
      <Chart
        {...common}
        title="Time in the queue"
        format={formatAxisMs}
        leastTop={10}
        series={[
          { name: "oldest waiting", color: "--series-2", values: columns.oldest },
          { name: "p95 of the finished", color: "--series-3", values: columns.waited },
        ]}
      />
    </section>
  );
};
