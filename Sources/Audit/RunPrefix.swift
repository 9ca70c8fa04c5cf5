/// The beginnings of run ids by which people name runs.
public enum RunPrefix {
  /// Shorter ones would soon stand for another run as well.
  private static let shortest = 8

  /// Whether a text can be the id of a run: letters and digits, and nothing that means something in a path.
  public static func isID(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.allSatisfy { ($0 >= 0x30 && $0 <= 0x39) || ($0 >= 0x41 && $0 <= 0x5A) }
  }

  /// For each id, the shortest beginning that no other one has.
  ///
  /// O(n log n).
  public static func unique(_ ids: [String]) -> [String: String] {
    let sorted = ids.sorted()
    var result: [String: String] = [:]
    for (index, id) in sorted.enumerated() {
      let neighbours = [index - 1, index + 1].filter { sorted.indices.contains($0) }.map { sorted[$0] }
      let shared = neighbours.map { id.commonPrefix(with: $0) }.max() ?? 0
      result[id] = String(id.prefix(max(shortest, shared + 1)))
    }
    return result
  }
}

extension String {
  /// How many characters two texts begin with alike.
  fileprivate func commonPrefix(with other: String) -> Int {
    zip(self, other).prefix { $0 == $1 }.count
  }
}
