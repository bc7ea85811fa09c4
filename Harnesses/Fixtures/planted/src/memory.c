/* Native memory that is never given back, or that goes on growing. */
#include "planted.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static PyObject *malloc_each_call(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  void *volatile block = malloc(16); /* never freed */
  return PyBool_FromLong(block != NULL);
}

static long calls;

static PyObject *malloc_every_1000th(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  void *volatile block = ++calls % 1000 == 0 ? malloc(16) : NULL; /* never freed */
  return PyBool_FromLong(block != NULL);
}

/* The same in a call of so many microseconds. */
static PyObject *slow_every_1000th(PyObject *self, PyObject *microseconds) {
  usleep((unsigned)PyLong_AsLong(microseconds));
  return malloc_every_1000th(self, NULL);
}

/* Parses digits. The copy of a malformed text is forgotten. */
static PyObject *parse(PyObject *self, PyObject *text) {
  (void)self;
  const char *digits = PyUnicode_AsUTF8(text);
  if (!digits)
    return NULL;
  char *volatile copy = malloc(16); /* or the compiler sees that nobody uses it */
  char *end;
  long value = strtol(digits, &end, 10);
  if (*end)
    return PyErr_Format(PyExc_ValueError, "malformed: %s", digits); /* copy is never freed */
  free(copy);
  return PyLong_FromLong(value);
}

static PyObject *fail_every_100th(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  void *volatile block = ++calls % 100 == 0 ? malloc(16) : NULL; /* never freed */
  (void)block;
  PyErr_SetString(PyExc_ValueError, "malformed");
  return NULL;
}

static char *text;
static size_t length;

static PyObject *grow_by_realloc(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  text = realloc(text, length += 16); /* never emptied */
  return PyLong_FromSize_t(length);
}

static double *numbers;
static size_t count, room;

static PyObject *grow_by_doubling(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  if (count == room)
    numbers = realloc(numbers, (room = room ? 2 * room : 16) * sizeof *numbers); /* never emptied */
  numbers[count++] = 1;
  return PyLong_FromSize_t(count);
}

static PyObject *map_page(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  void *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); /* never unmapped */
  return PyBool_FromLong(page != MAP_FAILED);
}

PyMethodDef memory_methods[] = {
    {"malloc_each_call", malloc_each_call, METH_NOARGS, "Keeps 16 bytes."},
    {"malloc_every_1000th", malloc_every_1000th, METH_NOARGS, "Keeps 16 bytes every 1,000th call."},
    {"slow_every_1000th", slow_every_1000th, METH_O, "The same, after so many microseconds."},
    {"parse", parse, METH_O, "Keeps 16 bytes where it raises."},
    {"fail_every_100th", fail_every_100th, METH_NOARGS, "Raises, and keeps 16 bytes every 100th time."},
    {"grow_by_realloc", grow_by_realloc, METH_NOARGS, "A block that grows by 16 bytes."},
    {"grow_by_doubling", grow_by_doubling, METH_NOARGS, "A vector that doubles when it is full."},
    {"map_page", map_page, METH_NOARGS, "Keeps a mapping of 4 KiB."},
    {0},
};
