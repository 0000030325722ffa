import type { Burst, NeuronError, Outcome } from "@neuron/sdk";
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Dialog } from "../../parts/dialog.js";
import { OUTCOME_WORDS } from "../../parts/outcome.js";
import { Problem } from "../../parts/problem.js";
import { formatMs } from "../../parts/units.js";
import { ask, asNeuronError, serviceUrl } from "../../service/client.js";
import { formatCount } from "../format.js";
import type { Model } from "../live/model.js";
import { type HealthProbe, probeHealth } from "./health-probe.js";
import { Strategies } from "./strategies.js";

interface BurstPanelProps {
  readonly model: Model;
  /** That the page watches with. */
  readonly viewKey: string | null;
}

/** A button that sends a thousand executions at once, and what comes of it. */
export const BurstPanel = ({ model, viewKey }: BurstPanelProps) => {
  const asking = useSignal(false);
  const error = useSignal<NeuronError | null>(null);
  const probe = useSignal<HealthProbe | null>(null);
  const answers = useSignal(0);
  const burst = model.burst.value;
  const isUnderWay = burst?.over === false;

  const start = async (): Promise<void> => {
    asking.value = false;
    error.value = null;
    probe.value?.stop();
    probe.value = probeHealth(serviceUrl, () => {
      answers.value++;
    });
    try {
      await ask<Burst>("POST", "/v1/burst", { body: {}, key: viewKey });
    } catch (thrown) {
      probe.value.stop();
      error.value = asNeuronError(thrown);
    }
  };

  useEffect(() => {
    if (burst?.over === true) probe.value?.stop();
  }, [burst?.over, probe]);
  useEffect(() => () => probe.value?.stop(), [probe]);
  void answers.value;

  return (
    <section class="panel burst" aria-labelledby="burst-title">
      <header class="panel-head">
        <h2 id="burst-title">Break my server</h2>
        <button
          type="button"
          class="button button-danger"
          disabled={isUnderWay}
          onClick={() => {
            asking.value = true;
          }}
        >
          {isUnderWay ? "Under way…" : "Send 1,000 at once"}
        </button>
      </header>
      <p class="muted">
        A thousand programs at the same moment. They wait in the queue, the pool takes as many as the CPU
        takes, every one is waited for by its id and its output is compared, and the API goes on answering.
      </p>
      {error.value !== null && <Problem error={error.value} />}
      {burst !== null && <Progress burst={burst} />}
      {burst !== null && probe.value !== null && <Health probe={probe.value} />}
      <Strategies />
      <Dialog open={asking} label="Send 1,000 executions at once?">
        <h2>Send 1,000 executions at once?</h2>
        <p>
          They take all of the service's CPU for some seconds. Executions of others take turns with them, and
          nothing is lost. They are those of a tenant named <code>burst</code>.
        </p>
        <div class="dialog-actions">
          <button
            type="button"
            class="button"
            onClick={() => {
              asking.value = false;
            }}
          >
            Not now
          </button>
          <button type="button" class="button button-primary" onClick={() => void start()}>
            Send them
          </button>
        </div>
      </Dialog>
    </section>
  );
};

/** A bar that fills, and the same in words. */
const Progress = ({ burst }: { readonly burst: Burst }) => {
  const { count, finished, accepted, refused, right, lost, outcomes, elapsedMs, latencyMs, over } = burst;
  const others = Object.entries(outcomes).filter(([outcome]) => outcome !== "accepted");
  const waiting = Math.max(0, accepted - finished - lost);
  return (
    <div class="burst-progress">
      <svg class="burst-bar" viewBox={`0 0 ${count} 10`} preserveAspectRatio="none" aria-hidden="true">
        <rect class="burst-track" width={count} height="10" />
        <rect class="burst-done" width={finished} height="10" />
        <rect class="burst-waiting" x={finished} width={waiting} height="10" />
        <rect class="burst-refused" x={finished + waiting} width={refused + lost} height="10" />
      </svg>
      <dl class="burst-figures">
        <Figure name="Sent" value={formatCount(count)} />
        <Figure name="Finished" value={formatCount(finished)} />
        <Figure name="With the right output" value={formatCount(right)} />
        {others.map(([outcome, number]) => (
          <Figure key={outcome} name={nameOf(outcome)} value={formatCount(number)} tone="bad" />
        ))}
        <Figure name="Waiting or running" value={formatCount(waiting)} />
        <Figure name="Refused, to come back" value={formatCount(refused)} />
        <Figure name="Lost" value={formatCount(lost)} tone={lost > 0 ? "bad" : over ? "good" : undefined} />
        <Figure name={over ? "All done after" : "For"} value={formatMs(elapsedMs)} />
        {latencyMs && (
          <Figure name="p50 / p99" value={`${formatMs(latencyMs.p50)} / ${formatMs(latencyMs.p99)}`} />
        )}
      </dl>
      <p class="visually-hidden" role="status">
        {over
          ? `The burst is over: ${finished} of ${count} finished, ${right} right, ${refused} refused, ${lost} lost.`
          : ""}
      </p>
    </div>
  );
};

const nameOf = (outcome: string): string => OUTCOME_WORDS[outcome as Outcome]?.name ?? outcome;

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly tone?: "good" | "bad" | undefined;
}

const Figure = ({ name, value, tone }: FigureProps) => (
  <div class={tone === undefined ? "item" : `item item-${tone}`}>
    <dt>{name}</dt>
    <dd class="figure">{value}</dd>
  </div>
);

const SPARK_TOP_MS = 50;

/** What /healthz took, as this page measured it: of the network's way, too. */
const Health = ({ probe }: { readonly probe: HealthProbe }) => {
  const { took, failed } = probe;
  if (took.length === 0 && failed === 0) return null;
  if (took.length === 0) {
    return (
      <p>
        Meanwhile <code>/healthz</code> did not answer: {formatCount(failed)} times.
      </p>
    );
  }
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
  const top = Math.max(SPARK_TOP_MS, at(1));
  const points = took.map(
    (ms, index) => `${(100 * index) / Math.max(1, took.length - 1)},${30 - (29 * ms) / top}`,
  );
  return (
    <div class="health">
      <p>
        Meanwhile <code>/healthz</code> answered {formatCount(took.length)} times: half within{" "}
        <strong class="figure">{formatMs(at(0.5))}</strong>, the slowest after{" "}
        <strong class="figure">{formatMs(at(1))}</strong>
        {failed > 0 && `; ${failed} times it did not`}.
      </p>
      <svg class="spark" viewBox="0 0 100 30" preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.join(" ")} vector-effect="non-scaling-stroke" />
      </svg>
      <p class="muted spark-note">0 to {formatMs(top)}, one answer after the other, measured by this page</p>
    </div>
  );
};
