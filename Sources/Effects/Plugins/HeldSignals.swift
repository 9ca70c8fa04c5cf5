internal import Running

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Catches the signals that ask pyflow to stop as long as it lives, so that none of them leaves a program behind that was
/// started only to be asked something.
final class HeldSignals {
  private static let numbers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGPIPE, SIGXFSZ]

  private let before: [sigaction]
  /// Where they come; nothing where they cannot be caught.
  let pipe: SignalPipe?

  init() {
    before = Self.numbers.map { number in
      var action = sigaction()
      _ = sigaction(number, nil, &action)
      return action
    }
    pipe = try? SignalPipe()
  }

  deinit {
    release()
    for number in pipe?.takeSignals() ?? [] { raise(number) }
  }

  /// Lets a signal do what it would have done.
  func pass(on signal: RunSignal) {
    release()
    raise(signal.number)
  }

  private func release() {
    for (number, action) in zip(Self.numbers, before) {
      var action = action
      _ = sigaction(number, &action, nil)
    }
  }
}
