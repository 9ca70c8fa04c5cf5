#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A thread beside the main one, which somebody has to join.
struct WorkerThread: @unchecked Sendable {
  /// The size of its stack, in bytes: what the main thread usually has.
  ///
  /// Else that of new threads is the library's choice, and musl's is 128 KiB.
  private static let stackSize = 8 << 20

  private let thread: pthread_t

  /// Starts a thread that does something; nothing if there can be none.
  init?(_ run: @escaping @Sendable () -> Void) {
    // Signals are the main thread's: it waits for them.
    var all = sigset_t()
    var before = sigset_t()
    sigfillset(&all)
    pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    guard let thread = Self.start(ThreadBody(run)) else { return nil }
    self.thread = thread
  }

  private static func start(_ body: ThreadBody) -> pthread_t? {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, stackSize)
    #if canImport(Darwin)
      var thread: pthread_t?
    #else
      var thread = pthread_t()
    #endif
    let context = Unmanaged.passRetained(body)
    if pthread_create(&thread, &attributes, workerThreadMain, context.toOpaque()) == 0 { return thread }
    context.release()
    return nil
  }

  /// Returns when it has ended.
  func join() { pthread_join(thread, nil) }
}

/// What a thread does.
private final class ThreadBody: Sendable {
  let run: @Sendable () -> Void

  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

#if canImport(Darwin)
  private func workerThreadMain(_ context: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run()
    return nil
  }
#else
  private func workerThreadMain(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let context { Unmanaged<ThreadBody>.fromOpaque(context).takeRetainedValue().run() }
    return nil
  }
#endif
