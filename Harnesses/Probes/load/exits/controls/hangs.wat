;; exercise: {"timeout": 0.3}
(module
  (func $spin
    (loop $for_ever (br $for_ever)))
  (func (export "control_call")
    (call $spin)))
