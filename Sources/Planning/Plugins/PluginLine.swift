internal import Text
public import Values

/// A line of a plugin's answer: one JSON object that belongs to the request.
public struct PluginLine: Sendable {
  /// Why a line is none.
  public struct Mistake: Error, Sendable, Equatable {
    /// What is wrong, to follow "it".
    public let message: String

    /// A mistake in these words.
    public init(_ message: String) { self.message = message }
  }

  /// What kind of answer it is.
  public let type: String
  /// Its members.
  public let members: ValueMap

  /// Reads a line, whatever its bytes are; of what a mistake quotes, nothing is left that `mask` hides.
  public init(_ bytes: ArraySlice<UInt8>, masking mask: SecretMask = SecretMask([])) throws(Mistake) {
    let value: Value
    do throws(JSONProblem) { value = try JSONReader.read(bytes) } catch {
      throw Mistake(
        "printed a line that is not JSON (\(error.message), at byte \(error.offset)): \(Self.excerpt(bytes, mask))")
    }
    guard let members = value.map else {
      throw Mistake("printed a line that is no JSON object: \(Self.excerpt(bytes, mask))")
    }
    guard Self.depth(of: value) <= PluginProtocol.depthLimit else {
      throw Mistake("printed data that is nested deeper than \(PluginProtocol.depthLimit)")
    }
    guard let type = members["type"]?.string else {
      throw Mistake("printed a line without `type`: \(Self.excerpt(bytes, mask))")
    }
    guard let id = members["id"] else { throw Mistake("printed a line without `id`: \(Self.excerpt(bytes, mask))") }
    guard id.int == PluginProtocol.requestID else {
      throw Mistake("answered request \(JSONWriter.string(id)), which is not the one that was asked")
    }
    self.type = type
    self.members = members
  }

  /// The text of a member; nothing if it is not there.
  public func text(_ name: String) throws(Mistake) -> String? {
    guard let value = members[name], !value.isNull else { return nil }
    guard let text = value.string else { throw Mistake("printed `\(name)` that is \(value.kind), not a string") }
    return text
  }

  /// A flag; nothing if it is not there.
  public func flag(_ name: String) throws(Mistake) -> Bool? {
    guard let value = members[name], !value.isNull else { return nil }
    guard case .bool(let flag) = value else { throw Mistake("printed `\(name)` that is \(value.kind), not a boolean") }
    return flag
  }

  /// The beginning of a line, harmless for a terminal.
  ///
  /// What is secret is hidden before it is cut: of a part of it nobody could tell any more what it is.
  private static func excerpt(_ bytes: ArraySlice<UInt8>, _ mask: SecretMask) -> String {
    let shown = mask.masked(Array(bytes))
    let text = OutputText.oneLine(String(decoding: shown.prefix(60), as: UTF8.self))
    return "`\(text)`" + (shown.count > 60 ? "…" : "")
  }

  private static func depth(of value: Value) -> Int {
    var deepest = 0
    var open: [(value: Value, depth: Int)] = [(value, 1)]
    while let (next, depth) = open.popLast() {
      deepest = max(deepest, depth)
      switch next {
      case .list(let items): for item in items { open.append((item, depth + 1)) }
      case .map(let map): for entry in map.entries { open.append((entry.value, depth + 1)) }
      default: break
      }
    }
    return deepest
  }
}

extension Value {
  var isNull: Bool { if case .null = self { true } else { false } }
}
