// exercise: {"blocks": 20}
#include <unistd.h>

/* The first call holds; those after it have the answer ready. */
int control_call(void) {
  static int answer;
  if (!answer) {
    usleep(60000);
    answer = 42;
  }
  return answer;
}
