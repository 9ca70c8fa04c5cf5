internal import Values

/// The names that a template binds while it is rendered.
///
/// Kept as one stack, as there are few at a time: a search from its end finds the innermost first.
struct LocalScopes {
  private var names: [String] = []
  private var values: [Value] = []
  private var starts: [Int] = [0]

  /// The innermost value of `name`.
  subscript(name: String) -> Value? {
    names.lastIndex(of: name).map { values[$0] }
  }

  /// Opens a scope.
  mutating func open() {
    starts.append(names.count)
  }

  /// Forgets what was bound since the scope was opened.
  mutating func close() {
    let count = names.count - starts.removeLast()
    guard count > 0 else { return }
    names.removeLast(count)
    values.removeLast(count)
  }

  /// Binds `name` in the innermost scope.
  mutating func set(_ name: String, _ value: Value) {
    let start = starts[starts.count - 1]
    if let index = names[start...].lastIndex(of: name) {
      values[index] = value
    } else {
      names.append(name)
      values.append(value)
    }
  }

  /// What a macro that was defined here sees when it is called: the template's outermost names as they are at the call.
  func entered(from caller: LocalScopes) -> LocalScopes {
    var result = LocalScopes()
    result.names = Array(caller.names[..<caller.outermostEnd])
    result.values = Array(caller.values[..<caller.outermostEnd])
    if starts.count > 1 {
      result.starts.append(result.names.count)
      result.names += names[outermostEnd...]
      result.values += values[outermostEnd...]
    }
    result.open()
    return result
  }

  private var outermostEnd: Int { starts.count > 1 ? starts[1] : names.count }
}
