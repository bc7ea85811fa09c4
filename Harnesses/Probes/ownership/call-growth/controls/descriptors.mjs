// exercise: {}
import { openSync } from "node:fs";

let calls = 0;

// Every 100th: an ordinary limit of 1,024 open files has room for what is measured.
export function call() {
  if (calls++ % 100 === 0) openSync("/dev/null");
}
