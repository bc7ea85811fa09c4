;; exercise: {}
;; 16 bytes a call, for which the memory grows by a page of 64 KiB every 4,096th.
(module
  (memory (export "memory") 1)
  (global $end (mut i32) (i32.const 16))
  (func $allocate (result i32) (local $block i32)
    (local.set $block (global.get $end))
    (global.set $end (i32.add (local.get $block) (i32.const 16)))
    (if (i32.gt_u (global.get $end) (i32.shl (memory.size) (i32.const 16)))
      (then (drop (memory.grow (i32.const 1)))))
    (local.get $block))
  (func (export "control_call")
    (i32.store (call $allocate) (i32.const 1))))
