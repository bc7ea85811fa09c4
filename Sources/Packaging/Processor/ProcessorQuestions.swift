/// What the functions do that a library calls in others, as far as their names tell.
enum ProcessorQuestions {
  /// Where control or knowledge goes with a call.
  enum Effect { case nothing, neverReturns, mayAsk }

  /// Parts of the names of functions that tell what the processor can: glibc's getauxval and __x86_get_cpuid_feature_leaf,
  /// libgcc's __cpu_model and __cpu_indicator_init, arrow's CpuInfo.
  private static let telling = ["cpu", "CPU", "Cpu", "auxval", "hwcap", "simd", "SIMD", "Simd", "feature", "Feature"]

  /// Parts of the names of functions that don't come back.
  private static let leaving = [
    "__throw_", "__cxa_throw", "__cxa_rethrow", "_Unwind_Resume", "terminate", "abort", "exit", "_fail", "Fatal",
    "longjmp", "__cxa_bad_", "panic",
  ]

  /// Beginnings of the names of functions that call nothing back and tell nothing of the processor.
  private static let harmless = [
    "Py", "_Py", "napi_", "mem", "str", "wcs", "malloc", "calloc", "realloc", "free", "posix_memalign", "aligned_alloc",
    "mmap", "munmap", "madvise", "sysconf", "getenv", "secure_getenv", "pthread_mutex", "pthread_self", "pthread_key_",
    "pthread_getspecific", "pthread_setspecific", "pthread_atfork", "pthread_cond", "pthread_getattr", "__cxa_atexit",
    "__cxa_guard_", "__cxa_thread_atexit", "__tls_get_addr", "_Zn", "_Zd", "snprintf", "__errno_location", "__memcpy",
    "__sprintf", "__snprintf", "open", "read", "close", "__gmon_start__", "_ITM_",
  ]

  /// Python's functions behind which may be any code, also the library's own.
  private static let calling = ["Call", "Import", "Eval", "Run", "Exec"]

  static func tells(_ name: String) -> Bool { telling.contains { name.contains($0) } }

  static func effect(_ name: String) -> Effect {
    if leaving.contains(where: { name.contains($0) }) { return .neverReturns }
    if tells(name) { return .mayAsk }
    guard harmless.contains(where: { name.hasPrefix($0) }) else { return .mayAsk }
    return name.hasPrefix("Py") && calling.contains { name.contains($0) } ? .mayAsk : .nothing
  }
}
