internal import Running
internal import Values

/// Changes the key-value store, as soon as nobody else does.
struct StoringTask: FunctionTask {
  /// How long to wait for somebody else who changes it.
  private static let pause = Duration.milliseconds(20)

  private let action: StoreChange
  private let file: KeyValueFile

  init(_ action: StoreChange, in file: KeyValueFile) {
    self.action = action
    self.file = file
  }

  func step(at now: Instant) -> FunctionStep {
    do throws(KeyValueFile.Failure) {
      guard let before = try file.tryToSet(action.key, to: action.value) else {
        return .later(now.advanced(by: Self.pause))
      }
      return .finished(result(before: before))
    } catch {
      return .failed(FunctionFailure(.store, error.message, isWorthRetrying: error.isWorthRetrying))
    }
  }

  func cancel() {}

  private func result(before: KeyValueFile.Before) -> ActionResult {
    let isSame = before.value == action.value
    let words = action.value == nil ? "there is no `\(action.key)`" : "`\(action.key)` has this value already"
    var result = ActionResult(.done(unchanged: isSame ? words : nil))
    result.outputs = ValueMap([("previous", before.value ?? .null)])
    return result
  }
}

extension KeyValueFile.Failure {
  /// Whether it may be gone at another attempt.
  fileprivate var isWorthRetrying: Bool {
    if case .system = self { true } else { false }
  }
}
