// `npm start`: install what is missing, build, serve, print the URL.
import { spawn } from "node:child_process";
import { installPackages, must, root } from "./setup.mjs";

const port = Number(process.env.PORT ?? 4173);
if (!Number.isInteger(port) || port < 1 || port > 65535) {
  console.error(`PORT: found ${process.env.PORT}, expected a whole number from 1 to 65535`);
  process.exit(1);
}
installPackages();
must("npx", ["vite", "build", "--logLevel", "warn"]);
console.log(`\nCumulant Explorer: http://localhost:${port}/\n(stop with Ctrl+C)\n`);
const server = spawn(
  "npx",
  ["vite", "preview", "--port", String(port), "--strictPort", "--logLevel", "warn"],
  {
    cwd: root,
    stdio: "inherit",
  },
);
server.on("exit", (code) => process.exit(code ?? 1));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => server.kill(signal));
