import { LIMITS } from "@neuron/contract";
import type { Signal } from "@preact/signals";
import { Dialog } from "../parts/dialog.js";
import { change, work } from "./state.js";
import { DEFAULT_OUTPUTS, type LimitName } from "./work.js";

const MIB = 1024 * 1024;

/** Limit -> its name and unit for people; `factor` of the API's unit make one of theirs. */
const ROWS: readonly {
  readonly name: LimitName;
  readonly label: string;
  readonly unit: string;
  readonly factor: number;
}[] = [
  { name: "cpuTimeMs", label: "CPU time", unit: "s", factor: 1000 },
  { name: "wallTimeMs", label: "Time", unit: "s", factor: 1000 },
  { name: "memoryBytes", label: "Memory", unit: "MiB", factor: MIB },
  { name: "outputBytes", label: "Output", unit: "MiB", factor: MIB },
  { name: "diskBytes", label: "Files", unit: "MiB", factor: MIB },
  { name: "processes", label: "Processes", unit: "", factor: 1 },
  { name: "compileCpuTimeMs", label: "Compiler time", unit: "s", factor: 1000 },
  { name: "compileMemoryBytes", label: "Compiler memory", unit: "MiB", factor: MIB },
];

export const OptionsDialog = ({ open }: { readonly open: Signal<boolean> }) => {
  const { limits, compileArgs, outputs } = work.value;
  const set = (name: LimitName, value: number | null): void => {
    const { [name]: _before, ...others } = limits;
    change({ limits: value === null ? others : { ...others, [name]: value } });
  };
  return (
    <Dialog open={open} label="Options" class="options-dialog">
      <h2>Options</h2>
      <h3>Limits</h3>
      <div class="limits">
        {ROWS.map(({ name, label, unit, factor }) => {
          const { minimum, maximum, default: usual } = LIMITS[name];
          const given = limits[name];
          return (
            <label key={name} class="field">
              <span>
                {label}
                {unit !== "" && `, ${unit}`}
              </span>
              <input
                class="input"
                type="number"
                inputMode="decimal"
                step="any"
                min={minimum / factor}
                max={maximum / factor}
                placeholder={String(usual / factor)}
                value={given === undefined ? "" : given / factor}
                onChange={({ currentTarget }) => {
                  const wanted = Math.round(currentTarget.valueAsNumber * factor);
                  set(name, Number.isFinite(wanted) ? Math.max(minimum, Math.min(maximum, wanted)) : null);
                }}
              />
            </label>
          );
        })}
      </div>
      <h3>Program</h3>
      <label class="field">
        <span>Arguments for the compiler</span>
        <input
          class="input code-input"
          spellcheck={false}
          autocapitalize="off"
          placeholder="-O3 -Wall"
          value={compileArgs}
          onInput={({ currentTarget }) => change({ compileArgs: currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>Files to show when it has ended</span>
        <input
          class="input code-input"
          spellcheck={false}
          autocapitalize="off"
          placeholder="none"
          value={outputs}
          onInput={({ currentTarget }) => change({ outputs: currentTarget.value })}
        />
      </label>
      <div class="dialog-foot">
        <button
          type="button"
          class="button button-plain"
          onClick={() => change({ limits: {}, compileArgs: "", outputs: DEFAULT_OUTPUTS })}
        >
          Reset
        </button>
        <button
          type="button"
          class="button button-primary"
          onClick={() => {
            open.value = false;
          }}
        >
          Done
        </button>
      </div>
    </Dialog>
  );
};
