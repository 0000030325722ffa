import { type OutputFile, toBytes } from "@neuron/sdk";
import { useMemo } from "preact/hooks";
import { formatBytes } from "../parts/units.js";
import { pictureType } from "./picture-type.js";
import { saveBytes } from "./save.js";

/** Files that the program left: pictures are shown, everything can be downloaded. */
export const OutputFiles = ({
  files,
  truncated,
}: {
  readonly files: readonly OutputFile[];
  readonly truncated: boolean;
}) => {
  if (files.length === 0) return null;
  return (
    <section class="files" aria-label="Files that the program wrote">
      {files.map((file) => (
        <OutputFileView key={file.path} file={file} />
      ))}
      {truncated && <p class="hint">There were more files than the service returns.</p>}
    </section>
  );
};

const OutputFileView = ({ file: { path, content, sizeBytes } }: { readonly file: OutputFile }) => {
  const bytes = useMemo(
    () => (content === null ? null : (toBytes(content, "base64") as Uint8Array<ArrayBuffer>)),
    [content],
  );
  const type = bytes && pictureType(bytes);
  return (
    <figure class="file">
      {/* In an <img> from a data: address even SVG is only a picture: it loads nothing and runs nothing. */}
      {type !== null && <img class="file-picture" src={`data:${type};base64,${content}`} alt={path} />}
      <figcaption>
        <span class="file-path">{path}</span>
        <span class="file-size figure">{formatBytes(sizeBytes)}</span>
        {bytes ? (
          <button type="button" class="button button-plain" onClick={() => saveBytes(path, [bytes])}>
            Download
          </button>
        ) : (
          <span class="hint">too large to be returned</span>
        )}
      </figcaption>
    </figure>
  );
};
