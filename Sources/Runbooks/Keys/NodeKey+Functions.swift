/// The keys of function nodes (design 3.4).
extension NodeKey {
  var functionDefinition: KeyDefinition? {
    switch self {
    case .function: KeyDefinition(.string, "the function's name", kinds: [.function])
    case .params: KeyDefinition(.table, "the function's parameters", kinds: [.function])
    case .functionParams: KeyDefinition(.table, "another name of `params`", kinds: [.function])
    case .plugin: KeyDefinition(.string, "the plugin that has the function; built-in by default", kinds: [.function])
    case .pluginConfig: KeyDefinition(.table, "settings of the plugin", kinds: [.function])
    default: nil
    }
  }
}
