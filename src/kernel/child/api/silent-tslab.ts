const FORMATS = ["javascript", "html", "markdown", "latex", "svg", "png", "jpeg", "gif", "pdf", "text", "raw"];

const display = Object.fromEntries(FORMATS.map((format) => [format, (): void => {}]));

/** The exports of `tslab` where there is no notebook to show anything in. */
export const silentTslab = { display, newDisplay: () => display, versions: { node: process.version } };
