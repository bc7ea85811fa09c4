// exercise: {}
import { spawn } from "node:child_process";

// A worker process that nobody ends, and that Node does not wait for.
export function call() {
  spawn("/bin/sleep", ["600"], { detached: true, stdio: "ignore" }).unref();
}
