// exercise: {}
// What a worker's failure does to a process that is on its way out.
export function call() {
  process.on("exit", () => {
    process.exitCode = 101;
  });
}
