import Foundation

/// Runs what blocks beside the other tests: a few at a time, on threads of their own, while the tests' own threads go on.
public enum Aside {
  private static let places = DispatchSemaphore(value: 6)

  /// What `body` returns, once it has had its turn.
  public static func run<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        places.wait()
        let result = body()
        places.signal()
        continuation.resume(returning: result)
      }
    }
  }
}
