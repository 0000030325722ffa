import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { isDark, token } from "../../shell/theme.js";

export interface ChartSeries {
  readonly name: string;
  readonly color: `--${string}`;
  readonly values: readonly (number | null)[];
  /** Filled down to the axis. */
  readonly filled?: boolean;
}

interface ChartProps {
  readonly title: string;
  /** Seconds since the epoch. */
  readonly time: readonly number[];
  readonly windowSeconds: number;
  readonly series: readonly ChartSeries[];
  readonly format: (value: number) => string;
  /** The least top of the scale: a line that hardly moves is shown as one that hardly moves. */
  readonly leastTop: number;
  /** Changes with the values. */
  readonly tick: ReadonlySignal<unknown>;
}

const HEIGHT = 150;

/** Lines over time, drawn anew with each tick. Beside them stand the latest figures, or those under the pointer, as text. */
export const Chart = ({ title, time, windowSeconds, series, format, leastTop, tick }: ChartProps) => {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const pointed = useSignal<number | null>(null);
  const failed = useSignal(false);
  const dark = isDark.value;

  useEffect(() => {
    const place = box.current;
    if (place === null) return;
    let gone = false;
    const observer = new ResizeObserver(() => {
      const { clientWidth } = place;
      if (clientWidth > 0) plot.current?.setSize({ width: clientWidth, height: HEIGHT });
    });
    loadPlot().then(
      (Plot) => {
        if (gone) return;
        failed.value = false;
        const options = optionsOf({ windowSeconds, series, format, leastTop }, place.clientWidth, (index) => {
          pointed.value = index;
        });
        plot.current = new Plot(options, dataOf(time, series), place);
        observer.observe(place);
      },
      () => {
        failed.value = true;
      },
    );
    return () => {
      gone = true;
      observer.disconnect();
      plot.current?.destroy();
      plot.current = null;
    };
  }, [dark]);

  const now = tick.value;
  useEffect(() => {
    plot.current?.setData(dataOf(time, series));
  }, [now]);

  const at = pointed.value;
  return (
    <figure class="chart panel">
      <figcaption class="chart-head">
        <h3>{title}</h3>
        <ul class="chart-legend">
          {series.map(({ name, color, values }) => (
            <li key={name}>
              <svg class="chart-key" viewBox="0 0 10 10" aria-hidden="true">
                <rect width="10" height="10" rx="2" fill={`var(${color})`} />
              </svg>
              {name} <strong class="figure">{shown(at === null ? values.at(-1) : values[at], format)}</strong>
            </li>
          ))}
        </ul>
      </figcaption>
      {failed.value && <p class="empty">What draws the lines could not be loaded.</p>}
      <div ref={box} class="chart-plot" hidden={failed.value} aria-hidden="true" />
    </figure>
  );
};

const loadPlot = async (): Promise<typeof uPlot> => {
  const [module] = await Promise.all([import("uplot"), import("uplot/dist/uPlot.min.css")]);
  return (module as { default: typeof uPlot }).default;
};

const shown = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? "–" : format(value);

const dataOf = (time: readonly number[], series: readonly ChartSeries[]): uPlot.AlignedData =>
  [time, ...series.map(({ values }) => values)] as uPlot.AlignedData;

const timeOfDay = (seconds: number): string =>
  new Date(seconds * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

type Drawn = Pick<ChartProps, "windowSeconds" | "series" | "format" | "leastTop">;

const optionsOf = (
  { windowSeconds, series, format, leastTop }: Drawn,
  width: number,
  onPoint: (index: number | null) => void,
): uPlot.Options => {
  const text = token("--text-3");
  const line = token("--line");
  const font = `11px ${token("--sans")}`;
  const axis = { stroke: text, font, grid: { stroke: line, width: 1 }, ticks: { show: false } };
  return {
    width,
    height: HEIGHT,
    padding: [10, 8, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 5 } },
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
    scales: {
      x: {
        range: (_plot, _min, max) => {
          const end = max ?? Date.now() / 1000;
          return [end - windowSeconds, end];
        },
      },
      y: { range: (_plot, _min, max) => [0, Math.max(leastTop, (max ?? 0) * 1.1)] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        size: 24,
        space: 80,
        values: (_plot, values) => values.map(timeOfDay),
      },
      { ...axis, size: 58, space: 32, values: (_plot, values) => values.map(format) },
    ],
    series: [
      {},
      ...series.map(({ name, color, filled = false }) => ({
        label: name,
        stroke: token(color),
        width: 1.5,
        points: { show: false },
        ...(filled && { fill: `${token(color)}22` }),
      })),
    ],
  };
};
