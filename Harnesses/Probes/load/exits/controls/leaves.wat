;; exercise: {}
(module
  (memory (export "memory") 1)
  (func (export "control_call")
    (i32.store (i32.const 0) (i32.const 1))))
