/// A module whose functions do to their host what no test may survive by luck.
enum HostileModule {
  static let source = """
    import ctypes
    import os
    import time


    def sound():
        return 1


    def segfault():
        ctypes.string_at(0)


    def hang():
        while True:
            time.sleep(1)


    def leave():
        os._exit(0)


    def flood():
        block = b"x" * (1 << 20)
        for _ in range(200):
            os.write(1, block)


    def close_records():
        os.closerange(3, 65536)


    def close_all():
        os.closerange(0, 65536)


    def close_streams():
        os.closerange(0, 3)


    def abandon(path):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                with open(path, "w") as file:
                    file.write(str(os.getpid()))
                    file.flush()
                time.sleep(600)
            os._exit(0)
        while not os.path.exists(path) or not os.path.getsize(path):
            time.sleep(0.001)


    def wait(path):
        open(path, "w").close()
        time.sleep(20)

    """

  /// A target `hostile` on one runtime, with these exercises.
  static func matrix(_ exercises: String) -> String {
    """
    targets:
      hostile:
        kind: wheel
        artifact: hostile-*.whl
        hosts: [cpython-3.11]
        exercises:
    \(exercises.split(separator: "\n").map { "      \($0)" }.joined(separator: "\n"))

    """
  }
}
