internal import Text

/// What runs keep between them: keys and values, in the form of `.pyflow/kv.json`.
public struct KeyValueStore: Sendable, Equatable {
  /// Why something is no store, or cannot be in one.
  public enum Problem: Error, Sendable, Equatable {
    /// The bytes are no store of this version; why.
    case damaged(String)
    case invalidKey(String)
    /// It is no plain data: infinite, or not a number.
    case notPlain
    case valueTooLarge
    case full
  }

  /// The name and version of the form.
  public static let schema = "pyflow.kv/1"
  /// The most bytes of a key.
  public static let longestKey = 200
  /// The most bytes of a value as JSON.
  public static let largestValue = 64 << 10
  /// The most bytes of a whole store.
  public static let largest = 1 << 20

  /// The values by their keys, in the order in which they were first set.
  public private(set) var values = ValueMap()

  /// An empty store.
  public init() {}

  /// The store that these bytes are.
  public init(decoding bytes: [UInt8]) throws(Problem) {
    let document: Value
    do throws(JSONProblem) { document = try JSONReader.read(bytes[...], allowsRepeats: false) } catch {
      throw .damaged("\(error.message), at byte \(error.offset)")
    }
    guard let schema = document.map?["schema"]?.string else { throw .damaged("it is no key-value store") }
    guard schema == Self.schema else { throw .damaged("it is of another version: \(OutputText.oneLine(schema))") }
    guard let values = document.map?["values"]?.map else { throw .damaged("it has no values") }
    self.values = values
  }

  /// The store as bytes.
  public var encoded: [UInt8] {
    var stream = JSONStream()
    stream.beginObject()
    stream.member("schema", Self.schema)
    stream.member("values", value: .map(values))
    stream.endObject()
    return stream.bytes + [UInt8(ascii: "\n")]
  }

  /// Sets the value of a key.
  public mutating func set(_ key: String, to value: Value) throws(Problem) {
    guard Self.isKey(key) else { throw .invalidKey(key) }
    guard Self.isPlain(value) else { throw .notPlain }
    if JSONWriter.string(value).utf8.count > Self.largestValue { throw .valueTooLarge }
    var changed = self
    changed.values[key] = value
    if changed.encoded.count > Self.largest { throw .full }
    self = changed
  }

  /// Removes a key; false if it is not there.
  @discardableResult
  public mutating func remove(_ key: String) -> Bool {
    guard values[key] != nil else { return false }
    values = ValueMap(
      values.entries.compactMap { entry in
        guard let name = entry.key.string, name != key else { return nil }
        return (name, entry.value)
      })
    return true
  }

  /// Whether a text can be a key: not empty, not too long, without controls.
  public static func isKey(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= longestKey
      && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }

  private static func isPlain(_ value: Value) -> Bool {
    switch value {
    case .null, .bool, .int, .string: true
    case .double(let number): number.isFinite
    case .list(let items): items.allSatisfy(isPlain)
    case .map(let map): map.entries.allSatisfy { $0.key.string != nil && isPlain($0.value) }
    case .object: false
    }
  }
}

extension KeyValueStore.Problem {
  /// The problem in one sentence.
  public var message: String {
    switch self {
    case .damaged(let why): why
    case .invalidKey(let key):
      "`\(OutputText.shortened(OutputText.oneLine(key)))` is no key: a key has 1 to \(KeyValueStore.longestKey) bytes, none of them a control character"
    case .notPlain: "a value is a text, a number, true, false, nothing, or a list or map of these"
    case .valueTooLarge: "the value has more than \(KeyValueStore.largestValue >> 10) KiB"
    case .full: "the store would have more than \(KeyValueStore.largest >> 20) MiB"
    }
  }
}
