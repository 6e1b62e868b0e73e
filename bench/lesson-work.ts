// A script as a user would write it, run in its own process: its time includes loading the library.
const [tool, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: lesson-work.js tsnb|danfo|nothing FOLDER");

if (tool === "danfo") await import("./danfo-lesson.ts").then(({ danfoWork }) => danfoWork(folder));
else if (tool === "tsnb") await import("./tsnb-lesson.ts").then(({ tsnbWork }) => tsnbWork());
// On a line of its own, separate from anything that a library prints.
process.stdout.write(`\n${JSON.stringify({ milliseconds: performance.now() })}`);
