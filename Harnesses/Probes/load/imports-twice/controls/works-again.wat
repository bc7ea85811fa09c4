;; exercise: {}
;; Each instance has globals of its own.
(module
  (global $calls (mut i32) (i32.const 0))
  (func (export "control_call")
    (if (global.get $calls) (then unreachable))
    (global.set $calls (i32.const 1))))
