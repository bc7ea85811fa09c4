;; exercise: {"raises": "unreachable"}
(module
  (func (export "control_call")
    unreachable))
