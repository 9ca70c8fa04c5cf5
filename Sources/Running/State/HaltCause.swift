/// Why a run ends as it stands.
enum HaltCause: Equatable, Sendable {
  /// Nobody could tell how things are at this node.
  case node(Int)
  /// This person wants it to pause.
  case pause(by: String)
}
