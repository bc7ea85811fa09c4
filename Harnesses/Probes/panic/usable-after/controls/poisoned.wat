;; exercise: {"raises": "unreachable", "after": true}
;; The trap leaves with the lock held.
(module
  (global $locked (mut i32) (i32.const 0))
  (func (export "control_call")
    (global.set $locked (i32.const 1))
    unreachable)
  (func (export "control_after") (result i32)
    (global.get $locked)))
