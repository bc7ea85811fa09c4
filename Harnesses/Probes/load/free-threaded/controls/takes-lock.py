# exercise: {}
import importlib.util
import subprocess
import tempfile

# An extension module without a word about the lock. PyModuleDef is written out: its head is that of a free-threaded
# object (Include/object.h), whose local count at byte 12 says immortal.
SOURCE = r"""
static struct {
  unsigned char head[32];
  void *init;
  long index;
  void *copy;
  const char *name, *doc;
  long size;
  void *rest[5];
} definition = {.head = {[12] = 255, [13] = 255, [14] = 255, [15] = 255}, .name = "locked"};
void *PyModuleDef_Init(void *);
void *PyInit_locked(void) { return PyModuleDef_Init(&definition); }
"""

with tempfile.TemporaryDirectory() as folder:
    command = ["cc", "-shared", "-fPIC", "-x", "c", "-", "-o", f"{folder}/locked.so"]
    subprocess.run(command, input=SOURCE.encode(), check=True)
    spec = importlib.util.spec_from_file_location("locked", f"{folder}/locked.so")
    importlib.util.module_from_spec(spec)


def call():
    pass
