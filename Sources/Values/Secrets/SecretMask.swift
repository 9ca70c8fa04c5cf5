/// Replaces secrets, in every form of theirs that is known, by `***`.
public struct SecretMask: Sendable {
  /// What stands where a secret was.
  public static let replacement = "***"

  /// Secrets with fewer bytes cannot be masked: they would turn up by chance everywhere.
  public static let shortestSecret = SecretForms.shortest
  /// Secrets with fewer bytes are masked, but are likely to turn up by chance.
  public static let shortestGoodSecret = 8

  /// The forms that begin with each byte, longest first.
  private let forms: [[[UInt8]]]
  /// Bytes of the longest form.
  let longest: Int

  /// A mask of the given secrets; empty ones hide nothing.
  public init(_ secrets: [String]) {
    var all: Set<[UInt8]> = []
    for secret in secrets where !secret.isEmpty { all.formUnion(SecretForms.all(of: secret)) }
    var forms = Array(repeating: [[UInt8]](), count: all.isEmpty ? 0 : 256)
    for form in all.sorted(by: { $0.count > $1.count }) { forms[Int(form[0])].append(form) }
    self.forms = forms
    longest = all.map(\.count).max() ?? 0
  }

  /// Whether there is nothing to hide.
  public var isEmpty: Bool { forms.isEmpty }

  /// The text without secrets.
  ///
  /// O(n) for text in which few places look like the beginning of one.
  public func masked(_ text: String) -> String {
    if isEmpty { return text }
    return String(decoding: masked(Array(text.utf8)), as: UTF8.self)
  }

  /// The bytes without secrets.
  public func masked(_ bytes: [UInt8]) -> [UInt8] {
    if isEmpty { return bytes }
    var stream = SecretMaskStream(self)
    return bytes.withUnsafeBytes { stream.masked($0) } + stream.finish()
  }

  /// The value without secrets, in its keys too.
  public func masked(_ value: Value) -> Value {
    if isEmpty { return value }
    switch value {
    case .string(let text): return .string(masked(text))
    case .list(let items): return .list(items.map { masked($0) })
    case .map(let map):
      var result = ValueMap()
      for entry in map.entries { result[masked(entry.key)] = masked(entry.value) }
      return .map(result)
    case .null, .bool, .int, .double, .object: return value
    }
  }

  /// Whether any form begins with `byte`.
  @inline(__always)
  func mayBegin(with byte: UInt8) -> Bool { !forms[Int(byte)].isEmpty }

  /// The length of the longest form at `offset`; 0 if there is none.
  func length(at offset: Int, in bytes: [UInt8]) -> Int {
    forms[Int(bytes[offset])].first { bytes[offset...].starts(with: $0) }?.count ?? 0
  }
}
