/** One line of progress on standard error, only when a person is watching. */

export interface Progress {
  show(text: string): void;
  clear(): void;
}

const EVERY_MS = 80;

/** Silent unless standard error is a terminal. */
export function progressLine(): Progress {
  const { stderr } = process;
  if (stderr.isTTY !== true) return { show: () => {}, clear: () => {} };
  let last = 0;
  let isShown = false;
  return {
    show(text) {
      const now = performance.now();
      if (now - last < EVERY_MS) return;
      last = now;
      const width = Math.max(20, (stderr.columns ?? 80) - 1);
      stderr.write(`\r${text.slice(0, width).padEnd(width)}`);
      isShown = true;
    },
    clear() {
      if (!isShown) return;
      stderr.write(`\r${' '.repeat(Math.max(20, (stderr.columns ?? 80) - 1))}\r`);
      isShown = false;
    },
  };
}
