internal import Text
internal import Values

/// The identifiers that a node's processes are given (design 6).
struct NodeIdentity {
  let run: String
  let node: String
  /// What stands in the brackets of an instance's id, which is part of `node` too.
  var item = ""
  /// How often what it belongs to was begun: undone and begun again, it is another thing to do.
  var generation = 1

  /// The SHA-256 of run, node, item and generation: the same for every attempt.
  var idempotencyKey: String {
    SHA256.hash(Array("\(run)\u{0}\(node)\u{0}\(item)\u{0}\(generation)".utf8)).hex
  }

  /// A W3C trace context: the trace of whoever started pyflow, or the run's own, and a span of its own for each attempt.
  func traceParent(attempt: Int, inherited: String?) -> String {
    let span = SHA256.hash(Array("\(run)\u{0}\(node)\u{0}\(attempt)".utf8)).hex.prefix(16)
    let trace = inherited.flatMap(Self.traceID) ?? String(SHA256.hash(Array(run.utf8)).hex.prefix(32))
    return "00-\(trace)-\(span)-01"
  }

  /// The trace id of a well-formed `traceparent` (W3C Trace Context, 3.2).
  private static func traceID(_ text: String) -> String? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[1].utf8.count == 32, parts[1].utf8.allSatisfy(isHexDigit),
      parts[1].contains(where: { $0 != "0" })
    else { return nil }
    return String(parts[1])
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    byte.isASCIIDigit || (0x61...0x66).contains(byte)
  }
}
