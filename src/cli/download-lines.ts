import type { DownloadProgress } from "../timm/download/download.ts";

const BAR_WIDTH = 24;
const LEAST_WIDTH = 20;
const DEFAULT_COLUMNS = 80;

/** Shows a download on a stream: a bar that is redrawn in place on a terminal, one line per file elsewhere. */
export function downloadLines(stream: NodeJS.WriteStream): {
  progress: (progress: DownloadProgress) => void;
  clear: () => void;
} {
  return stream.isTTY ? bar(stream) : lines(stream);
}

function bar(stream: NodeJS.WriteStream): ReturnType<typeof downloadLines> {
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) stream.write("\r\u001b[K");
    isDrawn = false;
  };
  const progress = ({ set, file, at, files, received, bytes }: DownloadProgress): void => {
    const done = (at + received / bytes) / files;
    const filled = Math.round(done * BAR_WIDTH);
    const text = `${set} [${"#".repeat(filled)}${"-".repeat(BAR_WIDTH - filled)}] ${Math.floor(done * 100)} % ${file}`;
    clear();
    stream.write(text.slice(0, Math.max(LEAST_WIDTH, (stream.columns || DEFAULT_COLUMNS) - 1)));
    isDrawn = true;
  };
  return { progress, clear };
}

function lines(stream: NodeJS.WriteStream): ReturnType<typeof downloadLines> {
  const progress = ({ set, file, at, files, received }: DownloadProgress): void => {
    if (received === 0) stream.write(`${set} ${at + 1}/${files} ${file}\n`);
  };
  return { progress, clear: () => undefined };
}
