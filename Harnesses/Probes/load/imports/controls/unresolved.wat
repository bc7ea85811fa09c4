;; exercise: {}
;; A function that no runtime has.
(module
  (import "env" "defined_nowhere" (func $missing (param i32)))
  (func (export "control_call")
    (call $missing (i32.const 1))))
