public import Running
internal import Text
public import Values

/// The key-value store as `kv list` and `kv get` print it: secrets by their keys alone.
public enum StoreReport {
  /// A line for each key: the key, then its value as JSON.
  public static func text(_ store: StoreView) -> String {
    let keys = keys(of: store)
    let width = keys.map { OutputText.oneLine($0).count }.max() ?? 0
    return keys.map { key in
      let name = OutputText.oneLine(key)
      let value = store.values[key].map { JSONWriter.string($0, layout: .spaced) }
      let padding = String(repeating: " ", count: width - name.count)
      return "\(name)\(padding)  \(OutputText.shortened(OutputText.oneLine(value ?? SecretMask.replacement)))\n"
    }.joined()
  }

  /// The same for programs.
  public static func json(_ store: StoreView) -> String {
    JSONStream.document("pyflow.kv-list/1") { stream in
      stream.array("entries", keys(of: store)) { key, stream in
        stream.beginObject()
        stream.member("key", key)
        if let value = store.values[key] { stream.member("value", value: value) } else { stream.member("secret", true) }
        stream.endObject()
      }
    }
  }

  /// One value for programs.
  public static func json(_ key: String, _ value: Value) -> String {
    JSONStream.document("pyflow.kv-value/1") { stream in
      stream.member("key", key)
      stream.member("value", value: value)
    }
  }

  /// A change for programs.
  public static func json(changed key: String, isThere: Bool, isSecret: Bool = false) -> String {
    JSONStream.document("pyflow.kv-change/1") { stream in
      stream.member("key", key)
      stream.member(isThere ? "set" : "deleted", true)
      if isSecret { stream.member("secret", true) }
    }
  }

  /// The keys in order; one that has become a secret is one.
  private static func keys(of store: StoreView) -> [String] {
    let plain = store.values.entries.compactMap(\.key.string)
    return Set(plain).union(store.secretKeys).sorted()
  }
}
