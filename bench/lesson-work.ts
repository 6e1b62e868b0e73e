// A script as a user would write it, as a process of its own: loading the library is part of its time.
const [tool, folder] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: lesson-work.js tsnb|danfo|nothing FOLDER");

if (tool === "danfo") await import("./danfo-lesson.ts").then(({ danfoWork }) => danfoWork(folder));
else if (tool === "tsnb") await import("./tsnb-lesson.ts").then(({ tsnbWork }) => tsnbWork());
// Set apart from what a library may print.
process.stdout.write(`\n${JSON.stringify({ milliseconds: performance.now() })}`);
