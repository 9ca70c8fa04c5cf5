/// The environment that processes start with: made once for a run; each process adds its own entries.
struct EnvironmentBlock {
  private var names: [String: Int] = [:]
  private var entries: [String] = []

  /// An environment of the given variables; later ones win.
  init(_ variables: some Sequence<(name: String, value: String)>) {
    for variable in variables { set(variable.name, variable.value) }
  }

  private mutating func set(_ name: String, _ value: String) {
    if let position = names[name] {
      entries[position] = "\(name)=\(value)"
    } else {
      names[name] = entries.count
      entries.append("\(name)=\(value)")
    }
  }

  /// The value of a variable.
  func value(of name: String) -> String? {
    names[name].map { String(entries[$0].dropFirst(name.count + 1)) }
  }

  /// The entries of a process that adds `variables`.
  func entries(adding variables: [(name: String, value: String)]) -> [String] {
    var copy = self
    for variable in variables { copy.set(variable.name, variable.value) }
    return copy.entries
  }
}
