;; exercise: {}
;; Its memory is in use when the store goes.
(module
  (memory (export "memory") 1)
  (func (export "control_call")
    (i32.store (i32.const 0) (memory.grow (i32.const 10)))))
