/// Which releases of Node have what an addon is built on.
///
/// Sources, read on 2026-11-22: "Node-API version matrix" in Node's doc/api/n-api.md; the blocks `#if NAPI_VERSION >= n` of
/// js_native_api.h and node_api.h; doc/abi_version_registry.json for NODE_MODULE_VERSION. A new Node-API version or a new
/// major release of Node is one line here.
enum NodeABI {
  /// Node runs an addon that declares no version as version 8: node_version.h, NODE_API_DEFAULT_MODULE_API_VERSION.
  static let newestNodeAPI = 10

  /// Releases with each Node-API version; 1 to 3 are in every release from 10 on.
  private static let nodeAPI: [Int: [NodeSpan]] = [
    1: [NodeSpan(NodeVersion(8, 6))],
    2: [NodeSpan(NodeVersion(8, 10), NodeVersion(9)), NodeSpan(NodeVersion(9, 3))],
    3: [NodeSpan(NodeVersion(8, 11, 2), NodeVersion(9)), NodeSpan(NodeVersion(9, 11))],
    4: [NodeSpan(NodeVersion(10, 16), NodeVersion(11)), NodeSpan(NodeVersion(11, 8))],
    5: [NodeSpan(NodeVersion(10, 17), NodeVersion(11)), NodeSpan(NodeVersion(12, 11))],
    6: [
      NodeSpan(NodeVersion(10, 20), NodeVersion(11)), NodeSpan(NodeVersion(12, 17), NodeVersion(13)),
      NodeSpan(NodeVersion(14)),
    ],
    7: [
      NodeSpan(NodeVersion(10, 23), NodeVersion(11)), NodeSpan(NodeVersion(12, 19), NodeVersion(13)),
      NodeSpan(NodeVersion(14, 12)),
    ],
    8: [
      NodeSpan(NodeVersion(12, 22), NodeVersion(13)), NodeSpan(NodeVersion(14, 17), NodeVersion(15)),
      NodeSpan(NodeVersion(15, 12)),
    ],
    9: [NodeSpan(NodeVersion(18, 17), NodeVersion(19)), NodeSpan(NodeVersion(20, 3))],
    10: [NodeSpan(NodeVersion(22, 14), NodeVersion(23)), NodeSpan(NodeVersion(23, 6))],
  ]

  /// Functions by the version that they came with; what is in none is of version 1.
  private static let functions: [Int: [String]] = [
    2: ["napi_get_uv_event_loop"],
    3: [
      "napi_fatal_exception", "napi_add_env_cleanup_hook", "napi_remove_env_cleanup_hook",
      "napi_open_callback_scope", "napi_close_callback_scope",
    ],
    4: [
      "napi_create_threadsafe_function", "napi_get_threadsafe_function_context", "napi_call_threadsafe_function",
      "napi_acquire_threadsafe_function", "napi_release_threadsafe_function", "napi_unref_threadsafe_function",
      "napi_ref_threadsafe_function",
    ],
    5: ["napi_create_date", "napi_is_date", "napi_get_date_value", "napi_add_finalizer"],
    6: [
      "napi_create_bigint_int64", "napi_create_bigint_uint64", "napi_create_bigint_words",
      "napi_get_value_bigint_int64", "napi_get_value_bigint_uint64", "napi_get_value_bigint_words",
      "napi_get_all_property_names", "napi_set_instance_data", "napi_get_instance_data",
    ],
    7: ["napi_detach_arraybuffer", "napi_is_detached_arraybuffer"],
    8: [
      "napi_type_tag_object", "napi_check_object_type_tag", "napi_object_freeze", "napi_object_seal",
      "napi_add_async_cleanup_hook", "napi_remove_async_cleanup_hook",
    ],
    9: [
      "node_api_symbol_for", "node_api_create_syntax_error", "node_api_throw_syntax_error",
      "node_api_get_module_file_name",
    ],
    10: [
      "node_api_create_external_string_latin1", "node_api_create_external_string_utf16",
      "node_api_create_property_key_latin1", "node_api_create_property_key_utf8",
      "node_api_create_property_key_utf16", "node_api_create_buffer_from_arraybuffer",
    ],
  ]

  private static let versionOfFunction: [String: Int] = Dictionary(
    functions.flatMap { version, names in names.map { ($0, version) } }, uniquingKeysWith: { first, _ in first })

  private static let majorOfModuleVersion = [
    57: 8, 64: 10, 67: 11, 72: 12, 79: 13, 83: 14, 88: 15, 93: 16, 102: 17, 108: 18, 111: 19, 115: 20, 120: 21, 127: 22,
    131: 23, 137: 24, 141: 25,
  ]

  static func version(ofFunction name: String) -> Int { versionOfFunction[name] ?? 1 }

  /// Nil for a version that is newer than this table.
  static func releases(withNodeAPI version: Int) -> [NodeSpan]? { nodeAPI[version] }

  /// The one major release that loads addons of a NODE_MODULE_VERSION; nil for one that this table doesn't have.
  static func releases(withModuleVersion version: Int) -> NodeSpan? {
    majorOfModuleVersion[version].map { NodeSpan(NodeVersion($0), NodeVersion($0 + 1)) }
  }
}
