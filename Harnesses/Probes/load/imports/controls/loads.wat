;; exercise: {}
(module
  (func (export "control_call")))
