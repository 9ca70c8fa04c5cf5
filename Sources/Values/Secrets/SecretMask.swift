/// Replaces secrets, in every form of theirs that is known, by `***`.
public struct SecretMask: Sendable {
  /// What stands where a secret was.
  public static let replacement = "***"

  /// Secrets with fewer bytes cannot be masked: they would turn up by chance everywhere.
  public static let shortestSecret = SecretForms.shortest
  /// Secrets with fewer bytes are masked, but are likely to turn up by chance.
  public static let shortestGoodSecret = 8

  /// What finds the forms of all of them.
  let automaton: FormAutomaton

  /// A mask of the given secrets; empty ones hide nothing.
  public init(_ secrets: [String]) {
    var forms: Set<[UInt8]> = []
    for secret in secrets where !secret.isEmpty { forms.formUnion(SecretForms.all(of: secret)) }
    automaton = FormAutomaton(forms)
  }

  /// Whether there is nothing to hide.
  public var isEmpty: Bool { automaton.isEmpty }

  /// The text without secrets.
  ///
  /// O(n).
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
    case .map(let map): return .map(masked(map))
    case .null, .bool, .int, .double, .object: return value
    }
  }

  /// The map without secrets, in its keys too.
  public func masked(_ map: ValueMap) -> ValueMap {
    if isEmpty { return map }
    var result = ValueMap()
    for entry in map.entries { result[masked(entry.key)] = masked(entry.value) }
    return result
  }
}
