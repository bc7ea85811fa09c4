;; exercise: {"timeout": 1}
(module
  (func $spin
    (loop $again
      (br $again)))
  (func (export "control_call"))
  (start $spin))
