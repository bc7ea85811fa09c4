#include "raised.h"

#include "../Wire/wire.h"

void raised_write(const struct raised *raised) {
  wire_begin();
  wire_key("raised");
  wire_open_object();
  wire_key("type");
  wire_string(raised->type);
  wire_key("bases");
  wire_open_array();
  if (raised->base)
    wire_string(raised->base);
  wire_close_array();
  wire_key("message");
  wire_string(raised->message);
  wire_key("during");
  wire_string(raised->step);
  wire_key("traceback");
  wire_open_array();
  if (raised->write_traceback)
    raised->write_traceback(raised->context);
  wire_close_array();
  wire_close_object();
  wire_end();
}
