;; exercise: {}
;; Keeps the last 10,000 blocks of 64 bytes: the memory grows to 10 pages and no further.
(module
  (memory (export "memory") 1)
  (global $calls (mut i32) (i32.const 0))
  (func (export "control_call") (local $block i32)
    (local.set $block (i32.mul (i32.rem_u (global.get $calls) (i32.const 10000)) (i32.const 64)))
    (global.set $calls (i32.add (global.get $calls) (i32.const 1)))
    (if (i32.gt_u (i32.add (local.get $block) (i32.const 64)) (i32.shl (memory.size) (i32.const 16)))
      (then (drop (memory.grow (i32.const 1)))))
    (i32.store (local.get $block) (i32.const 1))))
