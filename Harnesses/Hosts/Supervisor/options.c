#include "options.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

static const struct {
  const char *name;
  int signal;
} signals[] = {{"USR1", SIGUSR1}, {"INT", SIGINT}, {"TERM", SIGTERM}, {"QUIT", SIGQUIT}};

static int signal_named(const char *name, size_t length) {
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
    if (strlen(signals[i].name) == length && memcmp(signals[i].name, name, length) == 0)
      return signals[i].signal;
  return 0;
}

static int parse_teardown(struct options *options, const char *text) {
  while (*text) {
    const char *colon = strchr(text, ':');
    if (!colon || options->teardown_count == teardown_max)
      return 0;
    char *rest;
    struct teardown_step step = {signal_named(text, (size_t)(colon - text)), strtoll(colon + 1, &rest, 10)};
    if (step.signal == 0 || step.wait_ms < 0 || (*rest != ',' && *rest != 0))
      return 0;
    options->teardown[options->teardown_count++] = step;
    text = *rest == ',' ? rest + 1 : rest;
  }
  return 1;
}

static int parse_option(struct options *options, const char *name, const char *value) {
  if (strcmp(name, "--deadline-ms") == 0)
    options->deadline_ms = atoll(value);
  else if (strcmp(name, "--exit-ms") == 0)
    options->exit_ms = atoll(value);
  else if (strcmp(name, "--address-space") == 0)
    options->address_space = atoll(value);
  else if (strcmp(name, "--data") == 0)
    options->data = atoll(value);
  else if (strcmp(name, "--file-size") == 0)
    options->file_size = atoll(value);
  else if (strcmp(name, "--preload") == 0)
    options->preload = value;
  else if (strcmp(name, "--stack-command") == 0)
    options->stack_command = value;
  else if (strcmp(name, "--confine") == 0)
    options->confine = strcmp(value, "yes") == 0;
  else if (strcmp(name, "--template") == 0)
    options->keeps_template = strcmp(value, "yes") == 0;
  else if (strcmp(name, "--teardown") == 0)
    return parse_teardown(options, value);
  else
    return 0;
  return 1;
}

int options_parse(struct options *options, int count, char **arguments) {
  memset(options, 0, sizeof *options);
  for (int i = 1; i + 1 < count; i += 2) {
    if (strcmp(arguments[i], "--") == 0) {
      options->command = arguments + i + 1;
      return options->deadline_ms > 0 && options->exit_ms > 0;
    }
    if (!parse_option(options, arguments[i], arguments[i + 1]))
      return 0;
  }
  return 0;
}
