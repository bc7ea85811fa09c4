;; exercise: {}
;; Blocks of 16 bytes from a list of free ones, which is filled from the end of the memory.
(module
  (memory (export "memory") 1)
  (global $free (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 16))
  (func $allocate (result i32) (local $block i32)
    (local.set $block (global.get $free))
    (if (local.get $block)
      (then (global.set $free (i32.load (local.get $block))))
      (else
        (local.set $block (global.get $end))
        (global.set $end (i32.add (local.get $block) (i32.const 16)))
        (if (i32.gt_u (global.get $end) (i32.shl (memory.size) (i32.const 16)))
          (then (drop (memory.grow (i32.const 1)))))))
    (local.get $block))
  (func $release (param $block i32)
    (i32.store (local.get $block) (global.get $free))
    (global.set $free (local.get $block)))
  (func (export "control_call")
    (call $release (call $allocate))))
