/// Where requests went, as `Tests/Rollouts/load.py` tells it: `812 0 1.0=612 2.0=200`.
struct Traffic: Sendable, Equatable, CustomStringConvertible {
  /// How many there were.
  var total = 0
  /// How many had no answer, or another than 200.
  var failed = 0
  /// How many each version answered.
  var answered: [String: Int] = [:]

  init(_ text: String) {
    let words = text.split(separator: " ")
    total = words.first.flatMap { Int($0) } ?? 0
    failed = words.dropFirst().first.flatMap { Int($0) } ?? -1
    for word in words.dropFirst(2) {
      let parts = word.split(separator: "=")
      answered[String(parts[0])] = Int(parts[1])
    }
  }

  var description: String {
    let versions = answered.sorted { $0.key < $1.key }.map { "\($0.value) by \($0.key)" }
    return "\(total) requests, \(failed) failed" + (versions.isEmpty ? "" : ": " + versions.joined(separator: ", "))
  }
}
