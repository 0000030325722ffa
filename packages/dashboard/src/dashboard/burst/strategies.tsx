import { formatMs } from "../../parts/units.js";
import { formatCount } from "../format.js";
import file from "./strategies.json" with { type: "json" };

interface Way {
  readonly name: string;
  /** Neuron's. */
  readonly own: boolean;
  readonly done: number;
  /** Until the last one was done. */
  readonly ms: number;
  /** Null where nothing waits: one by one. */
  readonly p50Ms: number | null;
  /** How late somebody else on the machine got to run at worst. */
  readonly latenessMs: number | null;
  readonly ended: string;
}

/** Written by the benchmark; see bench/story/figures.mjs. */
const measured: {
  readonly measuredAt: string;
  readonly machine: string;
  readonly cores: number;
  /** Processes that wanted a core before it began. */
  readonly load: number;
  readonly count: number;
  readonly ways: readonly Way[];
} = file;

/** The same thousand hellos done in other ways, as the benchmark measured them on one machine in one run. */
export const Strategies = () => {
  const { machine, cores, load, measuredAt, count, ways } = measured;
  const longest = Math.max(...ways.map(({ ms }) => ms));
  return (
    <div class="strategies">
      <h3>{formatCount(count)} at once, done in other ways</h3>
      <ul>
        {ways.map((way) => (
          <li key={way.name} class={way.own ? "way way-own" : "way"}>
            <span class="way-name">{way.name}</span>
            <span class="way-time figure">
              {way.done < count ? `${way.done} of ${count} in ${formatMs(way.ms)}` : formatMs(way.ms)}
            </span>
            <svg class="way-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
              <rect class="share-track" width="100" height="6" />
              <rect class="way-fill" width={(100 * way.ms) / longest} height="6" />
            </svg>
            <span class="way-note muted">{noteOf(way)}</span>
          </li>
        ))}
      </ul>
      <p class="muted spark-note">
        Measured on {machine} on {measuredAt.slice(0, 10)} by <code>npm run bench -- --only story</code>, all
        ways in one run; your machine is another one.
        {load > cores / 2 &&
          ` It had other work meanwhile (load ${load.toFixed(0)}), which made all of them slower.`}
      </p>
    </div>
  );
};

const noteOf = ({ done, ms, p50Ms, latenessMs, ended }: Way): string => {
  const parts = [`${Math.round((done * 1000) / ms)} a second`];
  if (p50Ms !== null) parts.push(`half waited longer than ${formatMs(p50Ms)}`);
  if (latenessMs !== null) parts.push(`a bystander got the CPU up to ${formatMs(latenessMs)} late`);
  if (ended !== "all done") parts.push(ended);
  return parts.join(" · ");
};
