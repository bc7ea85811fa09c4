/* Threads, as far as they are memory: see heap.h for how a host finds this. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Threads started by pthread_create(3) that were neither joined nor detached, whether they still run or not. */
int64_t harness_threads_unjoined(void);
