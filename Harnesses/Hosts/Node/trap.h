/* Signals in a process that has V8 in it. */
#pragma once

/* The handlers of Wire/stacks.h, with WebAssembly's out-of-bounds accesses left to V8, which answers SIGSEGV with a
   RuntimeError. After the runtime's start: it sets all signals back. */
void trap_install(void);
