internal import CSystem

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Starts programs.
enum Spawner {
  /// What a program is started with.
  struct Request {
    var file: String
    var arguments: [String]
    var environment: ProcessEnvironment
    var directory: String
    /// Its descriptors 0 to 3.
    var descriptors: [FileDescriptor?]
    /// The terminal whose foreground it becomes.
    var terminal: FileDescriptor?
  }

  /// Starts a program; returns its process, and a descriptor that tells its end where the system has such a one.
  static func start(_ request: Request) throws(SystemError) -> (process: Int32, handle: FileDescriptor?) {
    var process: Int32 = 0
    var handle: Int32 = -1
    let code = CStrings.with([request.file, request.directory]) { paths in
      CStrings.with(request.arguments) { arguments in
        request.environment.withPointers { environment in
          var call = csystem_spawn()
          call.path = UnsafePointer(paths[0])
          call.arguments = UnsafePointer(arguments.baseAddress)
          call.environment = UnsafePointer(environment.baseAddress)
          call.directory = UnsafePointer(paths[1])
          let numbers = request.descriptors.map { $0?.number ?? -1 }
          call.descriptors = (numbers[0], numbers[1], numbers[2], numbers[3])
          call.terminal = request.terminal?.number ?? -1
          return csystem_spawn(&call, &process, &handle)
        }
      }
    }
    if code != 0 { throw SystemError(operation: "start", subject: request.arguments[0], code: code) }
    return (process, handle < 0 ? nil : FileDescriptor(number: handle))
  }
}
