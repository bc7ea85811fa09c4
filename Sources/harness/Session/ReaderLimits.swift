import Foundation

/// What the process that reads a hostile file may use; past it, it dies, and its starter says so.
struct ReaderLimits {
  /// Bytes of private writable memory, and of the largest file that it writes into its scratch folder.
  var memory = 256 << 20
  var fileSize = 2 << 30
  var descriptors = 64

  func apply() {
    limit(__rlimit_resource_t(RLIMIT_DATA.rawValue), memory)
    limit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), fileSize)
    limit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), descriptors)
    limit(__rlimit_resource_t(RLIMIT_CORE.rawValue), 0)
  }

  private func limit(_ resource: __rlimit_resource_t, _ most: Int) {
    var limit = rlimit(rlim_cur: rlim_t(most), rlim_max: rlim_t(most))
    setrlimit(resource, &limit)
  }
}
