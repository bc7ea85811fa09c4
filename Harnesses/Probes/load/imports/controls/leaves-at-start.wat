;; exercise: {}
;; Ends as a program does before anything can be called.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $leave
    (call $exit (i32.const 0)))
  (func (export "control_call"))
  (start $leave))
