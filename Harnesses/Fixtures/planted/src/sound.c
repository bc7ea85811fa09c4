/* What looks like a leak and is none. */
#include "planted.h"

#include <stdlib.h>

enum { cache_entries = 10000 };

static PyObject *native_cache(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  static void *entries[cache_entries];
  static size_t next;
  free(entries[next]);
  entries[next] = malloc(48);
  next = (next + 1) % cache_entries;
  Py_RETURN_TRUE;
}

/* Any other bound. */
static PyObject *native_cache_of(PyObject *self, PyObject *bound) {
  (void)self;
  static void **entries;
  static size_t next;
  size_t most = PyLong_AsSize_t(bound);
  if (!entries)
    entries = calloc(most, sizeof *entries);
  free(entries[next]);
  entries[next] = malloc(48);
  next = (next + 1) % most;
  Py_RETURN_TRUE;
}

/* Blocks of many sizes, freed in another order: the allocator keeps what it can't give back. */
static PyObject *allocator_retention(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  enum { blocks = 64 };
  static unsigned seed = 1;
  void *held[blocks];
  for (int i = 0; i < blocks; i++)
    held[i] = malloc(16 + (seed = seed * 1103515245 + 12345) / 65536 % 4096);
  for (int step = 0; step < 2; step++)
    for (int i = step; i < blocks; i += 2)
      free(held[i]);
  Py_RETURN_TRUE;
}

static PyObject *initialise_once(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  static char *table;
  if (!table) {
    table = malloc(1 << 20);
    memset(table, 1, 1 << 20);
  }
  return PyLong_FromLong(table[0]);
}

static PyObject *clean_call(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  PyObject *list = PyList_New(0), *text = PyUnicode_FromString("text");
  if (list && text)
    PyList_Append(list, text);
  Py_XDECREF(text);
  return list;
}

/* A cache that is emptied by half when it is full. */
static PyObject *burst_cache(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  enum { most = 5000 };
  static void *entries[most];
  static size_t used;
  if (used == most)
    while (used > most / 2)
      free(entries[--used]);
  entries[used++] = malloc(48);
  Py_RETURN_TRUE;
}

/* Nodes that are put back instead of freed, up to a bound; each call uses a few more than the one before. */
static PyObject *free_list(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  enum { most = 2000 };
  static void *spare[most];
  static size_t there, wanted;
  wanted = wanted < most ? wanted + 1 : 1;
  while (there < wanted)
    spare[there++] = malloc(32);
  Py_RETURN_TRUE;
}

/* Doubles when it is used up, up to a bound; then it starts again from its beginning. */
static PyObject *doubling_pool(PyObject *self, PyObject *unused) {
  (void)self, (void)unused;
  enum { most = 8192 };
  static char *pool;
  static size_t used, room;
  if (used == room && room < most)
    pool = realloc(pool, (room = room ? 2 * room : 16) * 32);
  used = used == most ? 0 : used + 1;
  Py_RETURN_TRUE;
}

PyMethodDef sound_methods[] = {
    {"native_cache", native_cache, METH_NOARGS, "A cache of 10,000 blocks."},
    {"native_cache_of", native_cache_of, METH_O, "A cache of so many blocks."},
    {"allocator_retention", allocator_retention, METH_NOARGS, "Frees all it allocates, in another order."},
    {"initialise_once", initialise_once, METH_NOARGS, "Allocates 1 MB at the first call."},
    {"clean_call", clean_call, METH_NOARGS, "Keeps nothing."},
    {"burst_cache", burst_cache, METH_NOARGS, "A cache that gives up half of its entries at a time."},
    {"free_list", free_list, METH_NOARGS, "A free list that grows to a bound."},
    {"doubling_pool", doubling_pool, METH_NOARGS, "A pool that doubles up to a bound."},
    {0},
};
