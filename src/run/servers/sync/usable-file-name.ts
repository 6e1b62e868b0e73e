// https://learn.microsoft.com/windows/win32/fileio/naming-a-file
const NOT_ON_WINDOWS = /[<>:"\\|?*\p{Cc}]|[. ]$|^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/iu;

/** True for a name that a file of this machine can have and that leads to no other folder. */
export function isUsableFileName(name: string, platform: NodeJS.Platform = process.platform): boolean {
  if (name === "" || name === "." || name === ".." || /[/\0]/.test(name)) return false;
  return platform !== "win32" || !NOT_ON_WINDOWS.test(name);
}
