/* The wire: what a host says to the harness, one JSON record a line, on a descriptor of its own.

   stdout and stderr belong to the artifact. Sources/Model/Observation.swift is the same contract for the reader.
   Records are built in one static buffer and written with write(2): no allocation, so that the heap instrument counts
   none of it. Only the host's main thread writes. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  wire_version = 1,
  wire_descriptor = 3,             /* records, host to supervisor */
  stacks_descriptor = 4,           /* text: stacks of hung or dying threads, host to supervisor */
  template_jobs_descriptor = 5,    /* harness to template: one job after the other */
  template_answers_descriptor = 6, /* what is forked from the template to harness: records */
  wire_line_limit = 262144,
  /* Exit statuses of a host that did not get to its last record; the artifact can't be told from the host by code
     alone, so the last step decides, and these only say why the host itself gave up. */
  wire_exit_exec = 96,  /* the supervisor could not execute the host */
  wire_exit_lost = 97,  /* the descriptor of the wire was closed under the host */
  wire_exit_usage = 98, /* wrong arguments: the harness is broken */
  wire_exit_host = 99,  /* the host could not start its runtime */
};

/* The risky steps, in their order. A record is written before each. */
#define WIRE_STEP_INITIALISE "initialise"
#define WIRE_STEP_IMPORT "import"
#define WIRE_STEP_SETUP "setup"
#define WIRE_STEP_CALL "call"
#define WIRE_STEP_AFTER "after"
#define WIRE_STEP_FINALISE "finalise"
#define WIRE_STEP_UNLOAD "unload"
#define WIRE_STEP_DONE "done"

/* How every step record begins, so that the supervisor can tell them without a parser. */
#define WIRE_STEP_PREFIX "{\"harness\":1,\"step\":\""

/* Facts of a template: that jobs may come; why it takes none; how it ended, said by its supervisor. */
#define WIRE_TEMPLATE "template"
#define WIRE_TEMPLATE_UNFIT "template-unfit"
#define WIRE_TEMPLATE_ENDED "template-ended"
/* How the first begins, as above. */
#define WIRE_TEMPLATE_READY "{\"harness\":1,\"fact\":\"template\","

/* Moves the wire out of the artifact's way: to a high descriptor, close-on-exec. */
void wire_open(void);
/* Writes to this descriptor instead, as it is: the supervisor speaks on its stdout, which does not block. Where it
   takes no more, `await_reader` is called with errno as write(2) left it: true to try again, false to write nothing
   more. A host has none: it dies with its wire. */
void wire_use(int descriptor, bool (*await_reader)(void));
/* The descriptors that they were moved to. */
int wire_records(void);
int wire_stacks(void);

void wire_step(const char *step);
void wire_fact_number(const char *fact, double value);
void wire_fact_string(const char *fact, const char *value);
void wire_fact_bool(const char *fact, bool value);
void wire_series(const char *fact, const double *calls, const double *values, size_t count);
void wire_skip(const char *reason);
void wire_unmeasured(const char *reason);

/* For records of other kinds: begin, then keys and values as JSON nests them, then end, which writes the line. */
void wire_begin(void);
void wire_key(const char *key);
void wire_string(const char *text);
void wire_string_bytes(const char *bytes, size_t length);
void wire_number(double value);
void wire_bool(bool value);
void wire_null(void);
void wire_numbers(const double *values, size_t count);
void wire_open_object(void);
void wire_close_object(void);
void wire_open_array(void);
void wire_close_array(void);
void wire_end(void);
/* A record that another writer has made; it has no newline. */
void wire_raw(const char *record, size_t length);
